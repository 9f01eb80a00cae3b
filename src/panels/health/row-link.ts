import { FieldType, getFieldDisplayName, type DataFrame, type LinkModel } from '@grafana/data';

/** The first data link of the field that a row stands for; undefined where it has none. */
export function rowLink(frames: DataFrame[], rowId: string): LinkModel | undefined {
  const [, , name] = JSON.parse(rowId) as (string | null)[];
  for (const frame of frames) {
    for (const field of frame.fields) {
      if (field.type !== FieldType.number || getFieldDisplayName(field, frame, frames) !== name) continue;
      return field.getLinks?.({ valueRowIndex: Math.max(0, frame.length - 1) })[0];
    }
  }
  return undefined;
}
