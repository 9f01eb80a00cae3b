import type { JsonFrame } from '@observatory/protocol/frames';

/** One series of a range answer. */
export interface FrameSeries {
  labels: Readonly<Record<string, string>>;
  /** What the frame's maker calls it, where it does. */
  displayName: string | undefined;
  /** ms since the epoch. */
  times: readonly number[];
  values: readonly (number | null)[];
}

/** The series of time-series frames, multi or wide: a field of numbers each. Frames without a time field have none. */
export function seriesOfFrames(frames: readonly JsonFrame[]): FrameSeries[] {
  const found: FrameSeries[] = [];
  for (const { schema, data } of frames) {
    const time = schema.fields.findIndex(({ type }) => type === 'time');
    if (time < 0) continue;
    schema.fields.forEach((field, index) => {
      if (field.type !== 'number') return;
      const name = field.config?.displayNameFromDS;
      found.push({
        labels: field.labels ?? {},
        displayName: typeof name === 'string' ? name : undefined,
        times: data.values[time] as number[],
        values: data.values[index] as (number | null)[],
      });
    });
  }
  return found;
}
