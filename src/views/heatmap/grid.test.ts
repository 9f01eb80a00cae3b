import fc from 'fast-check';
import { gridOf, valueAt } from './grid-data.ts';
import { cellAt, columnLeft, layoutGrid, moveCell, rowTop } from './grid-layout.ts';

const row = (id: string) => ({ id, label: id });

describe('gridOf', () => {
  it('puts points into the steps they fall in', () => {
    const grid = gridOf([{ row: row('a'), times: [60_000, 119_000, 180_000], values: [1, 2, 3] }], {
      fromMs: 60_000,
      toMs: 185_000,
      stepMs: 60_000,
    });
    expect([...grid.times]).toEqual([60_000, 120_000, 180_000]);
    expect([...grid.values]).toEqual([2, NaN, 3]);
  });

  it('merges what falls into one cell, and series of one row', () => {
    const series = [
      { row: row('a'), times: [0, 10], values: [5, 1] },
      { row: row('a'), times: [20], values: [7] },
      { row: row('b'), times: [0], values: [null] },
    ];
    const grid = gridOf(series, { fromMs: 0, toMs: 0, stepMs: 100 }, Math.max);
    expect(grid.rows.map(({ id }) => id)).toEqual(['a', 'b']);
    expect([...grid.values]).toEqual([7, NaN]);
  });

  it('has no columns for a window that ends before it begins', () => {
    expect(gridOf([], { fromMs: 10, toMs: 0, stepMs: 5 }).times).toHaveLength(0);
  });
});

describe('layoutGrid', () => {
  const shapes = fc.record({
    rows: fc.integer({ min: 1, max: 60 }),
    columns: fc.integer({ min: 1, max: 400 }),
    width: fc.integer({ min: 500, max: 2000 }),
    upwards: fc.boolean(),
  });

  const layoutOf = ({
    rows,
    columns,
    width,
    upwards,
  }: {
    rows: number;
    columns: number;
    width: number;
    upwards: boolean;
  }) => {
    const grid = {
      rows: Array.from({ length: rows }, (_, index) => row(String(index))),
      times: new Float64Array(columns),
      stepMs: 1,
      values: new Float64Array(rows * columns),
    };
    return layoutGrid(grid, { width, left: 100, top: 4, maxHeight: 400, upwards });
  };

  it('finds the cell that it drew at a point', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), fc.nat(), (shape, anyRow, anyColumn) => {
        const layout = layoutOf(shape);
        const cell = { row: anyRow % shape.rows, column: anyColumn % shape.columns };
        const left = columnLeft(layout, cell.column);
        const middle = (left + columnLeft(layout, cell.column + 1)) / 2;
        expect(cellAt(layout, middle, rowTop(layout, cell.row) + 1)).toEqual(cell);
      }),
    );
  });

  it('finds nothing beside the cells', () => {
    const layout = layoutOf({ rows: 3, columns: 3, width: 700, upwards: false });
    expect(cellAt(layout, 99, 10)).toBeUndefined();
    expect(cellAt(layout, 200, 1)).toBeUndefined();
    expect(cellAt(layout, 701, 10)).toBeUndefined();
  });

  it('keeps the cursor inside, whatever keys are pressed', () => {
    const keys = fc.array(
      fc.constantFrom('ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'),
    );
    fc.assert(
      fc.property(shapes, keys, (shape, pressed) => {
        const layout = layoutOf(shape);
        let cell = null as { row: number; column: number } | null;
        for (const key of pressed) {
          cell = moveCell(layout, cell, key) ?? null;
          expect(cell).not.toBeNull();
          expect(valueAt({ ...layoutGridOf(shape) }, cell ?? { row: 0, column: 0 })).toBe(0);
        }
      }),
    );
  });

  it('moves up the screen with the up key, wherever row 0 is', () => {
    const up = moveCell(layoutOf({ rows: 5, columns: 5, width: 600, upwards: true }), { row: 2, column: 2 }, 'ArrowUp');
    const down = moveCell(
      layoutOf({ rows: 5, columns: 5, width: 600, upwards: false }),
      { row: 2, column: 2 },
      'ArrowUp',
    );
    expect([up, down]).toEqual([
      { row: 3, column: 2 },
      { row: 1, column: 2 },
    ]);
    expect(moveCell(layoutOf({ rows: 5, columns: 5, width: 600, upwards: true }), null, 'a')).toBeUndefined();
  });

  function layoutGridOf({ rows, columns }: { rows: number; columns: number }) {
    return {
      rows: Array.from({ length: rows }, (_, index) => row(String(index))),
      times: new Float64Array(columns),
      stepMs: 1,
      values: new Float64Array(rows * columns),
    };
  }
});
