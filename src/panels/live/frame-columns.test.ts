import { FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import { FrameColumns, liveFields, rowAt } from './frame-columns.ts';

function frame(name: string, rows: [number, number | null][]): DataFrame {
  return toDataFrame({
    name,
    fields: [
      { name: 'time', type: FieldType.time, values: rows.map(([time]) => time) },
      { name: 'value', type: FieldType.number, values: rows.map(([, value]) => value) },
    ],
  });
}

/** As Grafana Live hands them on: the same buffer, and what its last packet was. */
function streamed(rows: [number, number | null][], action: 'append' | 'replace' = 'append'): DataFrame {
  return Object.assign(frame('stream', rows), { packetInfo: { action, number: 1, length: 1, schemaChanged: false } });
}

describe('FrameColumns', () => {
  it('joins frames of different times, with nulls as nothing', () => {
    const store = new FrameColumns();
    store.take(
      [
        frame('a', [
          [1000, 1],
          [2000, null],
        ]),
        frame('b', [[1500, 7]]),
      ],
      60_000,
    );
    expect(store.columns.toAlignedData()).toEqual([
      [1, 1.5, 2],
      [1, null, null],
      [null, 7, null],
    ]);
  });

  it('takes of a stream only what is new, though the buffer has lost its front', () => {
    const store = new FrameColumns();
    store.take([streamed([[1000, 1], [2000, 2]])], 60_000); // prettier-ignore
    const { epoch } = store.columns;
    store.take([streamed([[2000, 2], [3000, 3]])], 60_000); // prettier-ignore
    expect(store.columns.toAlignedData()).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    // What was drawn of it still holds.
    expect(store.columns.epoch).toBe(epoch);
  });

  it('begins anew with an answer, with a gap, and with other fields', () => {
    const store = new FrameColumns();
    store.take([streamed([[1000, 1]])], 60_000);
    store.take([streamed([[5000, 5]])], 60_000);
    expect(store.columns.toAlignedData()).toEqual([[5], [5]]);
    store.take([streamed([[5000, 5], [6000, 6]], 'replace')], 60_000); // prettier-ignore
    expect(store.columns.length).toBe(2);
    store.take([frame('other', [[7000, 7]])], 60_000);
    expect(store.columns.toAlignedData()).toEqual([[7], [7]]);
  });

  it('forgets of a stream what is older than two windows', () => {
    const store = new FrameColumns();
    const rows: [number, number][] = [];
    for (let second = 0; second < 100; second++) {
      rows.push([second * 1000, second]);
      store.take([streamed(rows)], 10_000);
    }
    expect(store.columns.length).toBe(21);
  });
});

describe('liveFields', () => {
  it('leaves out what is hidden, and frames without times', () => {
    const hidden = frame('a', [[1, 1]]);
    hidden.fields[1].config.custom = { hideFrom: { viz: true } };
    const noTime = toDataFrame({ fields: [{ name: 'x', type: FieldType.number, values: [1] }] });
    expect(liveFields([hidden, noTime, frame('b', [[1, 1]])])).toHaveLength(1);
  });

  it('finds the row that a time stands for', () => {
    const [live] = liveFields([frame('a', [[10, 1], [20, 2], [30, 3]])]); // prettier-ignore
    expect([5, 10, 25, 99].map((time) => rowAt(live, time))).toEqual([0, 0, 1, 2]);
  });
});
