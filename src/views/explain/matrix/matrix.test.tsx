import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import fc from 'fast-check';
import { cellSentence } from './cell-words.ts';
import { CorrelationMatrix } from './CorrelationMatrix.tsx';
import { laggedCorrelation, MIN_POINTS, ranks } from './lagged.ts';
import { correlationMatrix, isChance, type MatrixSeries } from './matrix.ts';

/** Deterministic noise, 0 to 1. */
const noise = (seed: number) => (row: number) => {
  const x = Math.sin(row * 12.9898 + seed * 78.233) * 43758.5453;
  return x - Math.floor(x);
};
const column = (of: (row: number) => number, length = 80) => Array.from({ length }, (_, row) => of(row));

describe('lagged correlation', () => {
  const base = noise(1);

  it('finds the lag, positive when the first leads', () => {
    const result = laggedCorrelation(
      column((row) => base(row + 3)),
      column(base),
      10,
    );
    expect(result).toMatchObject({ ok: true, value: { lag: 3, points: 77 } });
    expect(result.ok && result.value.correlation).toBeCloseTo(1);
    expect(
      laggedCorrelation(
        column(base),
        column((row) => base(row + 3)),
        10,
      ),
    ).toMatchObject({ value: { lag: -3 } });
    expect(
      laggedCorrelation(
        column(base),
        column((row) => -base(row)),
        5,
      ),
    ).toMatchObject({ value: { lag: 0, correlation: -1 } });
  });

  it('gives no number for few points, or where nothing varies', () => {
    expect(laggedCorrelation(column(base, 5), column(base, 5), 1)).toEqual({
      ok: false,
      points: 5,
      reason: `5 common points; ${MIN_POINTS} are needed`,
    });
    expect(
      laggedCorrelation(
        column(() => 1),
        column(base),
        5,
      ),
    ).toMatchObject({ ok: false, reason: 'one of them hardly varies' });
    const gaps = column(base).map((value, row) => (row % 10 === 0 ? value : null));
    expect(laggedCorrelation(gaps, column(base), 0)).toMatchObject({ ok: false, points: 8 });
  });

  it('does not depend on scale, offset, or any rising transformation', () => {
    const other = noise(2);
    const mixed = column((row) => base(row) + 0.7 * other(row));
    const plain = laggedCorrelation(mixed, column(base), 5);
    const changed = laggedCorrelation(
      mixed.map((value) => Math.exp(3 * value) - 40),
      column((row) => 1e6 * base(row) + 5),
      5,
    );
    expect(changed).toEqual(plain);
  });

  it('calls slow drifts less certain than as many independent points', () => {
    const drift = (seed: number) => {
      let sum = 0;
      return column((row) => (sum += noise(seed)(row) - 0.5));
    };
    const result = laggedCorrelation(drift(3), drift(4), 10);
    expect(result.ok && result.value.independent).toBeLessThan(40);
  });

  it('ranks ties alike', () => {
    expect(ranks([10, 20, 10, 30])).toEqual([1.5, 3, 1.5, 4]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (values) => {
        const sum = ranks(values).reduce((total, rank) => total + rank, 0);
        expect(sum).toBeCloseTo((values.length * (values.length + 1)) / 2);
      }),
    );
  });
});

const STEP = 5000;
const window = { fromMs: 0, toMs: 79 * STEP };
const baseline = { fromMs: -80 * STEP, toMs: -STEP };
const series = (id: string, of: (row: number) => number | null): MatrixSeries => ({
  id,
  label: id,
  group: 'CPU',
  times: Array.from({ length: 160 }, (_, row) => (row - 80) * STEP),
  values: Array.from({ length: 160 }, (_, row) => of(row - 80)),
});

describe('the matrix', () => {
  const outcome = series('latency', (row) => noise(1)(row) + (row >= 0 ? 10 : 0));
  const cause = series('cause', (row) => noise(1)(row + 2));
  const short = series('short', (row) => (row > 74 ? row : null));
  const others = Array.from({ length: 20 }, (_, seed) => series(`noise-${seed}`, noise(seed + 50)));
  const matrix = correlationMatrix([cause, short, ...others], [outcome], { window, baseline, stepMs: STEP });

  it('tells the related from chance over all its cells', () => {
    const [first, second, ...rest] = matrix.cells;
    expect(first).toMatchObject({ leadSeconds: 10 });
    expect(isChance(first)).toBe(false);
    expect(second).toMatchObject({ points: 5, reason: expect.stringContaining('12 are needed') });
    expect(rest.filter((cell) => !isChance(cell))).toEqual([]);
    expect(matrix.compared).toBe(21);
    expect(cellSentence(first)).toMatch(/cause and latency rise together \(1\.00, cause 10 s earlier\)/);
    expect(cellSentence(second)).toMatch(/no number, 5 common points/);
  });

  it('says how far a series left its baseline, and not from too few points', () => {
    expect(matrix.effects.get('latency')?.effect).toBeGreaterThan(10);
    expect(matrix.effects.get('short')?.effect).toBeUndefined();
  });

  it('is walked by arrow keys, and told as a table', async () => {
    const { rerender } = render(
      <CorrelationMatrix matrix={matrix} window={window} baseline={baseline} unitOf={() => ''} />,
    );
    await userEvent.tab();
    expect(screen.getByRole('status')).toHaveTextContent('cause and latency rise together');
    await userEvent.keyboard('{ArrowDown}');
    expect(screen.getByRole('status')).toHaveTextContent('short and latency: no number');
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{End}');
    expect(screen.getByRole('status')).toHaveTextContent('cause and latency');
    rerender(<CorrelationMatrix matrix={matrix} window={window} baseline={baseline} unitOf={() => ''} asTable />);
    const [, firstRow] = screen.getAllByRole('row');
    expect(firstRow).toHaveTextContent('cause');
    expect(firstRow).toHaveTextContent('related');
  });
});
