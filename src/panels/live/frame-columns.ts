import { FieldType, type DataFrame, type Field } from '@grafana/data';
import { TimeColumns } from '../../views/live/time-columns.ts';

/** A field of numbers that has times beside it. */
export interface LiveField {
  frame: DataFrame;
  field: Field;
  times: ArrayLike<number>;
}

/** The fields that the panel draws, in the order of the frames. */
export function liveFields(frames: readonly DataFrame[]): LiveField[] {
  return frames.flatMap((frame) => {
    const time = frame.fields.find(({ type }) => type === FieldType.time);
    if (!time) return [];
    return frame.fields
      .filter(({ type, config }) => type === FieldType.number && !config.custom?.hideFrom?.viz)
      .map((field) => ({ frame, field, times: time.values as ArrayLike<number> }));
  });
}

/**
 * Grafana's frames as columns. A frame of Grafana Live is the same buffer with every packet, some rows further: of it only the
 * new rows are taken over. An answer to a query is new altogether.
 */
export class FrameColumns {
  readonly columns = new TimeColumns();
  private revision = 0;
  private taken: { shape: string; lastMs: number[] } = { shape: '', lastMs: [] };

  /**
   * Takes over what is new; returns a number that grows with every call.
   * @param windowMs of a stream, what is older than two of them is forgotten
   */
  take(frames: readonly DataFrame[], windowMs: number): number {
    const fields = liveFields(frames);
    const shape = fields.map(keyOf).join('\u0000');
    const isStream = fields.length > 0 && fields.every(({ frame }) => isAppended(frame));
    const goesOn =
      isStream &&
      shape === this.taken.shape &&
      fields.every(({ times }, index) => continues(times, this.taken.lastMs[index]));
    if (!goesOn) this.columns.clear();
    for (const [index, live] of fields.entries()) {
      const key = String(index);
      if (goesOn) this.append(key, live, this.taken.lastMs[index]);
      else this.columns.addColumn(key, key, live.times, live.field.values as ArrayLike<number | null>);
    }
    if (isStream) this.columns.trim((this.columns.lastTimeMs ?? 0) - 2 * windowMs);
    this.taken = {
      shape,
      lastMs: fields.map(({ times }) => (times.length === 0 ? -Infinity : times[times.length - 1])),
    };
    return ++this.revision;
  }

  private append(key: string, { times, field }: LiveField, afterMs: number): void {
    for (let row = firstAfter(times, afterMs); row < times.length; row++) {
      const value = field.values[row] as number | null;
      this.columns.append(times[row], [[key, value ?? NaN]]);
    }
  }
}

function keyOf({ frame, field }: LiveField): string {
  return JSON.stringify([frame.refId, frame.name, field.name, field.labels]);
}

/** A frame of Grafana Live that went on, by what its buffer says of the last packet (`StreamingDataFrame`). */
function isAppended(frame: DataFrame): boolean {
  return (frame as { packetInfo?: { action?: string } }).packetInfo?.action === 'append';
}

/** The buffer still begins before what was taken last: nothing was lost in between. */
function continues(times: ArrayLike<number>, lastMs: number): boolean {
  return times.length > 0 && times[0] <= lastMs && times[times.length - 1] >= lastMs;
}

function firstAfter(times: ArrayLike<number>, timeMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The row of a field that a time stands for: the last one that is not after it. */
export function rowAt({ times }: LiveField, timeMs: number): number {
  return Math.max(0, firstAfter(times, timeMs) - 1);
}
