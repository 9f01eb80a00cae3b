/** A frame in Grafana's JSON (`DataFrameJSON`), in pieces of text so that a long column is never whole in memory. */
import type { Frame, FrameField } from '../frame.ts';

const TYPE_INFO = { time: ['time.Time', false], number: ['float64', true], string: ['string', true] } as const;

export function* frameJson({ name, refId, meta, fields, length }: Frame): Generator<string> {
  const schema = { name, refId, meta, fields: fields.map(schemaOf) };
  yield `{"schema":${JSON.stringify(schema)},"data":{"values":[`;
  for (let i = 0; i < fields.length; i++) {
    yield i === 0 ? '[' : ',[';
    yield* columnJson(fields[i], length);
    yield ']';
  }
  const entities = fields.map((field) => entitiesOf(field, length));
  yield entities.some((each) => each !== null) ? `],"entities":${JSON.stringify(entities)}}}` : ']}}';
}

function schemaOf(field: FrameField): object {
  const { kind, name, labels, config } = field;
  const [frame, isNullable] = TYPE_INFO[kind];
  const nullable = isNullable || (kind === 'time' && field.present !== undefined);
  return {
    name,
    type: kind,
    typeInfo: { frame, nullable },
    ...(labels ? { labels } : {}),
    ...(config ? { config } : {}),
  };
}

/** Rows joined into one text; few enough for it to stay short. */
const ROWS_A_PIECE = 512;

function* columnJson(field: FrameField, length: number): Generator<string> {
  const texts = field.kind === 'string' ? field.dictionary.map((text) => JSON.stringify(text)) : [];
  for (let from = 0; from < length; from += ROWS_A_PIECE) {
    let piece = '';
    for (let row = from; row < Math.min(length, from + ROWS_A_PIECE); row++) {
      if (row > 0) piece += ',';
      piece += field.kind === 'string' ? (texts[field.codes[row]] ?? 'null') : numberJson(field, row);
    }
    yield piece;
  }
}

function numberJson(field: Exclude<FrameField, { kind: 'string' }>, row: number): string {
  if (field.present?.[row] === 0) return 'null';
  const value = field.values[row];
  if (!Number.isFinite(value)) return 'null';
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Rows of the numbers that JSON has no word for. */
function entitiesOf(field: FrameField, length: number): Record<string, number[]> | null {
  if (field.kind !== 'number') return null;
  let found: Record<string, number[]> | null = null;
  for (let row = 0; row < length; row++) {
    const value = field.values[row];
    if (Number.isFinite(value) || field.present?.[row] === 0) continue;
    const name = Number.isNaN(value) ? 'NaN' : value > 0 ? 'Inf' : 'NegInf';
    found ??= {};
    (found[name] ??= []).push(row);
  }
  return found;
}
