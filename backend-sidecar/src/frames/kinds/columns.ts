/** Columns of tables from plain values; undefined becomes null. */
import type { FieldConfig, NumberField, StringField, TimeField, ValueMapping } from '../frame.ts';

const withConfig = (config: FieldConfig | undefined) => (config ? { config } : {});

export function textColumn(name: string, values: readonly (string | undefined)[], config?: FieldConfig): StringField {
  const known = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === undefined) return -1;
    const code = known.get(value) ?? known.size;
    known.set(value, code);
    return code;
  });
  return { kind: 'string', name, dictionary: [...known.keys()], codes, ...withConfig(config) };
}

export function numberColumn(name: string, values: readonly (number | undefined)[], config?: FieldConfig): NumberField {
  return { kind: 'number', name, ...cells(values), ...withConfig(config) };
}

/** Milliseconds since the epoch. */
export function timeColumn(name: string, values: readonly (number | undefined)[], config?: FieldConfig): TimeField {
  return { kind: 'time', name, ...cells(values.map((value) => value && Math.trunc(value))), ...withConfig(config) };
}

function cells(values: readonly (number | undefined)[]): Pick<NumberField, 'values' | 'present'> {
  return {
    values: Float64Array.from(values, (value) => value ?? 0),
    // Also where there is one for every row: a column keeps its type from one answer to the next.
    present: Uint8Array.from(values, (value) => Number(value !== undefined)),
  };
}

/** Words in the colours of Grafana's palette, as coloured text in a table. */
export function wordColours(colours: Readonly<Record<string, string>>): FieldConfig {
  const options: ValueMapping['options'] = Object.fromEntries(
    Object.entries(colours).map(([word, color], index) => [word, { text: word.replaceAll('_', ' '), color, index }]),
  );
  return { mappings: [{ type: 'value', options }], custom: { cellOptions: { type: 'color-text' } } };
}
