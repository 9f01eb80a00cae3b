import { FieldType, type DataQueryResponse } from '@grafana/data';

/**
 * Marks the text columns of the given queries' answers, so that tables offer "filter for value" on them: those of a
 * metrics query are labels, which modifyQuery and ad-hoc filters know what to do with.
 */
export function withFilterableLabels(response: DataQueryResponse, refIds: ReadonlySet<string>): DataQueryResponse {
  for (const frame of response.data) {
    if (!refIds.has(frame.refId)) continue;
    for (const field of frame.fields ?? []) {
      if (field.type === FieldType.string) field.config = { ...field.config, filterable: true };
    }
  }
  return response;
}
