import { FieldType, formattedValueToString, type DataFrame, type Field, type LinkModel } from '@grafana/data';
import type { LatencyPanelOptions } from './options.ts';

interface BucketAt {
  unit: LatencyPanelOptions['unit'];
  /** Upper bound in seconds. */
  bound: number;
  timeMs: number;
}

/** The first data link of a bucket's field at a time; undefined where it has none. */
export function bucketLink(frames: readonly DataFrame[], { unit, bound, timeMs }: BucketAt): LinkModel | undefined {
  for (const frame of frames) {
    const times = frame.fields.find(({ type }) => type === FieldType.time)?.values as number[] | undefined;
    const field = frame.fields.find((each) => boundSeconds(each, unit) === bound);
    if (!times || !field) continue;
    // The row of the column: the last one that is not after its end is the nearest that a click can mean.
    const after = times.findIndex((time) => time > timeMs);
    return field.getLinks?.({ valueRowIndex: Math.max(0, (after < 0 ? times.length : after) - 1) })[0];
  }
  return undefined;
}

/** How counts are said: in the unit that is configured; undefined where none is. */
export function countWords(frames: readonly DataFrame[]): ((value: number) => string) | undefined {
  const field = frames[0]?.fields.find(({ type }) => type === FieldType.number);
  const { display, config } = field ?? {};
  if (!display || (config?.unit ?? '') === '') return undefined;
  return (value) => (Number.isNaN(value) ? (config?.noValue ?? 'no messages') : formattedValueToString(display(value)));
}

function boundSeconds({ name, type, labels, config }: Field, unit: LatencyPanelOptions['unit']): number {
  if (type !== FieldType.number) return NaN;
  const text = labels?.le ?? config.displayNameFromDS ?? name;
  const bound = /^\+?inf$/i.test(text) ? Infinity : Number(text);
  return unit === 's' ? bound : bound / 1000;
}
