import fc from 'fast-check';
import { arbitraryFrame } from '../../testing/arbitrary-frame.ts';
import type { Frame } from '../frame.ts';
import { frameJson } from './frame-json.ts';

interface Parsed {
  schema: { fields: { name: string; type: string; typeInfo: { frame: string; nullable?: true } }[] };
  data: { values: unknown[][]; entities?: (Record<string, number[]> | null)[]; nanos?: (number[] | null)[] };
}

const parse = (text: string): Parsed => JSON.parse(text) as Parsed;

/** A column's values with entities put back, as Grafana's browser part does it. */
function restored({ data }: Parsed, index: number): unknown[] {
  const values = [...data.values[index]];
  const entities = data.entities?.[index] ?? {};
  for (const row of entities.NaN ?? []) values[row] = NaN;
  for (const row of entities.Inf ?? []) values[row] = Infinity;
  for (const row of entities.NegInf ?? []) values[row] = -Infinity;
  return values;
}

describe('frameJson', () => {
  it('keeps every value, whatever the frame', () => {
    fc.assert(
      fc.property(arbitraryFrame, (frame) => {
        const parsed = parse(frameJson(frame));
        frame.fields.forEach((field, index) => {
          // JSON has no integers of 64 bits: those above 2^53 are digits in the text and rounded by whoever parses it.
          const expected = Array.from(field.values as ArrayLike<unknown>, (value) =>
            typeof value === 'bigint' ? Number(value) : value,
          );
          const read = restored(parsed, index);
          if (field.kind !== 'float32') expect(read).toEqual(expected);
          else expect(Float32Array.from(read, Number)).toEqual(Float32Array.from(expected, Number));
          expect(parsed.schema.fields[index].typeInfo.nullable ?? false).toBe(field.nullable);
        });
      }),
      { numRuns: 200 },
    );
  });

  it("names Grafana's types", () => {
    const frame: Frame = {
      name: 'n',
      fields: [
        { kind: 'time', name: 't', values: [1], nanos: [7] },
        { kind: 'float32', name: 'f', values: [NaN] },
        { kind: 'boolean', name: 'b', nullable: false, values: [true] },
        { kind: 'enum', name: 'e', values: [2] },
        { kind: 'json', name: 'j', values: [{ a: 1 }] },
        { kind: 'int64', name: 'i', values: [2n ** 60n] },
      ],
    };
    expect(frameJson(frame)).toBe(
      '{"schema":{"name":"n","fields":[' +
        '{"name":"t","type":"time","typeInfo":{"frame":"time.Time","nullable":true}},' +
        '{"name":"f","type":"number","typeInfo":{"frame":"float32","nullable":true}},' +
        '{"name":"b","type":"boolean","typeInfo":{"frame":"bool"}},' +
        '{"name":"e","type":"enum","typeInfo":{"frame":"enum","nullable":true}},' +
        '{"name":"j","type":"other","typeInfo":{"frame":"json.RawMessage","nullable":true}},' +
        '{"name":"i","type":"number","typeInfo":{"frame":"int64","nullable":true}}]},' +
        '"data":{"values":[[1],[null],[true],[2],[{"a":1}],[1152921504606846976]],' +
        '"entities":[null,{"NaN":[0]},null,null,null,null],"nanos":[[7],null,null,null,null,null]}}',
    );
  });

  it('writes a float32 with no more digits than it has', () => {
    const frame: Frame = {
      fields: [{ kind: 'float32', name: 'v', values: Float32Array.of(0.1, 16_777_216, -0, 1e39) }],
    };
    expect(frameJson(frame, 'data')).toBe('{"data":{"values":[[0.1,16777216,-0,null]],"entities":[{"Inf":[3]}]}}');
  });

  it('writes one half when asked', () => {
    const frame: Frame = { fields: [{ kind: 'float64', name: 'v', values: [1] }] };
    expect(Object.keys(parse(frameJson(frame, 'data')))).toEqual(['data']);
    expect(Object.keys(parse(frameJson(frame, 'schema')))).toEqual(['schema']);
  });
});
