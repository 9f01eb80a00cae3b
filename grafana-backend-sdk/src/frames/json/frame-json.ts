/**
 * A frame in Grafana's JSON, the form of stream packets:
 *
 *     {"schema":{name, refId, meta, fields:[{name, type, typeInfo:{frame, nullable}, labels, config}]},
 *      "data":{"values":[[…],…], "entities":[null|{NaN,Inf,NegInf: rows},…], "nanos":[null|[…],…]}}
 *
 * `entities` name the rows of numbers that JSON has no word for, `nanos` what lies below a time's milliseconds.
 */
import type { Field, FieldKind, Frame } from '../frame.ts';
import { isNullable, rowsOf, wrongValue } from '../kinds.ts';
import type { FrameParts } from '../../types.ts';

/** Names of the types in Grafana's browser part and in its server. */
const TYPES: Record<FieldKind, readonly [type: string, goType: string]> = {
  time: ['time', 'time.Time'],
  float64: ['number', 'float64'],
  float32: ['number', 'float32'],
  int8: ['number', 'int8'],
  int16: ['number', 'int16'],
  int32: ['number', 'int32'],
  int64: ['number', 'int64'],
  uint8: ['number', 'uint8'],
  uint16: ['number', 'uint16'],
  uint32: ['number', 'uint32'],
  uint64: ['number', 'uint64'],
  boolean: ['boolean', 'bool'],
  string: ['string', 'string'],
  enum: ['enum', 'enum'],
  json: ['other', 'json.RawMessage'],
};

/** The text of a frame, or of one half of it. */
export function frameJson(frame: Frame, parts: FrameParts = 'all'): string {
  const halves: string[] = [];
  if (parts !== 'data') halves.push(`"schema":${JSON.stringify(schemaOf(frame))}`);
  if (parts !== 'schema') halves.push(`"data":${dataJson(frame)}`);
  return `{${halves.join(',')}}`;
}

function schemaOf({ name, refId, meta, fields }: Frame): object {
  return {
    name: name || undefined,
    refId: refId || undefined,
    meta,
    fields: fields.map((field) => {
      const [type, frame] = TYPES[field.kind];
      const typeInfo = isNullable(field) ? { frame, nullable: true } : { frame };
      return { name: field.name, type, typeInfo, labels: field.labels, config: field.config };
    }),
  };
}

function dataJson(frame: Frame): string {
  const rows = rowsOf(frame);
  const columns = frame.fields.map((field) => columnJson(field, rows));
  const values = columns.map((column) => column.text).join(',');
  const entities = columns.some((column) => column.entities)
    ? `,"entities":${JSON.stringify(columns.map((column) => column.entities ?? null))}`
    : '';
  const nanos = columns.some((column) => column.nanos)
    ? `,"nanos":${JSON.stringify(columns.map((column) => column.nanos ?? null))}`
    : '';
  return `{"values":[${values}]${entities}${nanos}}`;
}

type Entities = Partial<Record<'NaN' | 'Inf' | 'NegInf', number[]>>;

interface ColumnJson {
  text: string;
  entities?: Entities;
  nanos?: number[];
}

function columnJson(field: Field, rows: number): ColumnJson {
  const nullable = isNullable(field) || field.kind === 'json';
  const texts = new Array<string>(rows);
  let entities: Entities | undefined;
  for (let row = 0; row < rows; row++) {
    const value: unknown = field.values[row];
    if (value == null) {
      if (!nullable) throw wrongValue(field, row, 'has no value, but the field is not nullable');
      texts[row] = 'null';
    } else if (typeof value === 'number' && field.kind !== 'json') {
      texts[row] = field.kind === 'float32' ? float32Json(value) : numberJson(value);
      if (Number.isFinite(value)) continue;
      if (!field.kind.startsWith('float')) throw wrongValue(field, row, `${value} is no ${field.kind}`);
      entities ??= {};
      (entities[Number.isNaN(value) ? 'NaN' : value > 0 ? 'Inf' : 'NegInf'] ??= []).push(row);
    } else if (typeof value === 'bigint') {
      texts[row] = value.toString();
    } else {
      const text = JSON.stringify(value);
      if (text === undefined) throw wrongValue(field, row, `${typeof value} has no JSON`);
      texts[row] = text;
    }
  }
  return { text: `[${texts.join(',')}]`, entities, nanos: nanosOf(field, rows) };
}

function numberJson(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The shortest digits that name the same float32, instead of those of the float64 that it became. */
function float32Json(value: number): string {
  const single = Math.fround(value);
  if (single === 0 || !Number.isFinite(single)) return numberJson(single);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return numberJson(short);
  }
  return numberJson(Number(single.toPrecision(9)));
}

function nanosOf(field: Field, rows: number): number[] | undefined {
  if (field.kind !== 'time' || !field.nanos) return undefined;
  const nanos = Array.from({ length: rows }, (_, row) => (field.values[row] == null ? 0 : (field.nanos?.[row] ?? 0)));
  return nanos.some((each) => each !== 0) ? nanos : undefined;
}
