/**
 * A panel as an SVG inside the page: what a reader without scripts sees, and everybody until the script has drawn. Made small
 * rather than exact: lines are thinned to their lows and highs, cells to the worst of their neighbours.
 */
import type { ReportAxis, ReportGrid, ReportLines, ReportPanel } from '@observatory/protocol/runs';
import { elapsedText } from './elapsed-text.ts';
import { escaped } from './html.ts';
import { numberText } from './number-text.ts';

const WIDTH = 900;
const HEIGHT = 120;
const LEFT = 94;
const FOOT = 16;
/** Points of all lines of one picture; each has at least a few. */
const POINTS = 700;
const MIN_POINTS = 24;
const COLUMNS = 120;
const ROW = 12;
/** More rows are not drawn, but said. */
const MOST_ROWS = 24;
/** Colours of lines repeat after this many. */
const COLORS = 10;

/** The picture with its legend; its text says lowest and highest values. */
export function staticPicture(panel: ReportPanel): string {
  if (panel.x.length === 0) return '';
  return panel.kind === 'lines' ? linesPicture(panel) : gridPicture(panel);
}

function linesPicture(panel: ReportLines): string {
  const isLog = panel.scale === 'log';
  const height = (value: number) => (isLog ? Math.log10(value) : value);
  const usable = (value: number | null | undefined): value is number => value != null && (!isLog || value > 0);
  let [low, high] = [Infinity, -Infinity];
  for (const { values } of panel.series) {
    for (const value of values) if (usable(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  if (low > high) return '';
  if (!isLog) low = Math.min(0, low);
  const [from, to] = [height(low), height(high)];
  const [first, last] = [panel.x[0], panel.x[panel.x.length - 1]];
  const toX = (x: number) => Math.round(LEFT + ((x - first) / (last - first || 1)) * (WIDTH - LEFT - 4));
  const toY = (value: number) => Math.round(4 + (1 - (height(value) - from) / (to - from || 1)) * (HEIGHT - FOOT - 8));
  const points = Math.max(MIN_POINTS, Math.floor(POINTS / panel.series.length));
  const paths = panel.series.map(({ values }, index) => {
    const d = path(
      thinned(
        panel.x,
        values.map((value) => (usable(value) ? value : null)),
        points,
      ),
      toX,
      toY,
    );
    return d === '' ? '' : `<path class="c${index % COLORS}" d="${d}"/>`;
  });
  const said = panel.series.map(({ name, values }) => {
    const present = values.filter(usable);
    return present.length === 0 ? `${name}: nothing` : `${name}: ${spanText(present, panel.unit)}`;
  });
  const axis =
    text(LEFT - 6, 12, numberText(high, panel.unit), 'end') +
    text(LEFT - 6, HEIGHT - FOOT - 2, numberText(low, panel.unit), 'end') +
    ends(panel.axis, first, last, HEIGHT);
  return figure(
    panel.title,
    HEIGHT,
    `<path class="axis" d="M${LEFT} 4V${HEIGHT - FOOT}H${WIDTH}"/>${axis}${paths.join('')}`,
    {
      said,
      swatches: true,
    },
  );
}

function gridPicture(panel: ReportGrid): string {
  const rows = panel.rows.slice(0, MOST_ROWS);
  const columns = Math.min(COLUMNS, panel.x.length);
  const width = (WIDTH - LEFT - 60) / columns;
  const cells: Record<'ok' | 'warn' | 'bad', string> = { ok: '', warn: '', bad: '' };
  for (const [row, { values }] of rows.entries()) {
    let run: { grade: keyof typeof cells | undefined; from: number } = { grade: undefined, from: 0 };
    for (let column = 0; column <= columns; column++) {
      const grade = column < columns ? worstGrade(panel, values, column, columns) : undefined;
      if (grade === run.grade) continue;
      if (run.grade) {
        const x = Math.round(LEFT + 60 + run.from * width);
        const tall = { ok: 4, warn: 7, bad: 11 }[run.grade];
        cells[run.grade] +=
          `M${x} ${(row + 1) * ROW - tall}h${Math.max(1, Math.round((column - run.from) * width))}v${tall}h-${Math.max(1, Math.round((column - run.from) * width))}z`;
      }
      run = { grade, from: column };
    }
  }
  const names = rows.map(({ name }, row) => text(0, (row + 1) * ROW - 2, name, 'start')).join('');
  const height = rows.length * ROW + FOOT;
  const body = (['ok', 'warn', 'bad'] as const)
    .filter((grade) => cells[grade] !== '')
    .map((grade) => `<path class="${grade}" d="${cells[grade]}"/>`);
  const said = panel.rows
    .map(({ name, values }) => ({ name, present: values.filter((value) => value !== null) }))
    .filter(({ present }) => present.length > 0)
    .map(({ name, present }) => `${name}: ${spanText(present, panel.unit)}`);
  const hidden = panel.rows.length - rows.length;
  return figure(
    panel.title,
    height,
    names + body.join('') + ends(panel.axis, panel.x[0], panel.x[panel.x.length - 1], height, LEFT + 60),
    { said: hidden > 0 ? [...said, `${hidden} more rows are not in the picture`] : said, swatches: false },
  );
}

/** The legend is text for the eye as well: colours alone say nothing. */
function figure(
  title: string,
  height: number,
  body: string,
  { said, swatches }: { said: string[]; swatches: boolean },
): string {
  const legend = said
    .map((line, index) =>
      swatches ? `<span class="c${index % COLORS}">${escaped(line)}</span>` : `<span>${escaped(line)}</span>`,
    )
    .join(' ');
  return `<figure class="static"><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">${body}</svg><figcaption>${legend}</figcaption></figure>`;
}

function text(x: number, y: number, said: string, anchor: 'start' | 'end'): string {
  return `<text x="${x}" y="${y}"${anchor === 'end' ? ' text-anchor="end"' : ''}>${escaped(said)}</text>`;
}

function ends(axis: ReportAxis, first: number, last: number, height: number, left = LEFT): string {
  return (
    text(left, height - 3, placeText(axis, first), 'start') + text(WIDTH, height - 3, placeText(axis, last), 'end')
  );
}

function placeText(axis: ReportAxis, x: number): string {
  if (axis === 'time') return `${new Date(x).toISOString().slice(11, 19)} UTC`;
  if (axis === 'elapsed') return elapsedText(x);
  return `p${Number((100 * (1 - 10 ** -x)).toFixed(Math.max(0, Math.ceil(x) - 1)))}`;
}

interface Point {
  x: number;
  value: number | null;
}

/** At most about `count` points: of each stretch its lowest and highest in their order, so that no spike is lost. */
function thinned(x: readonly number[], values: readonly (number | null)[], count: number): Point[] {
  const all = x.map((at, index): Point => ({ x: at, value: values[index] ?? null }));
  if (all.length <= count) return all;
  const stretches = Math.max(1, count >> 1);
  const kept: Point[] = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const part = all.slice(
      Math.floor((stretch * all.length) / stretches),
      Math.floor(((stretch + 1) * all.length) / stretches),
    );
    const present = part.filter((point): point is { x: number; value: number } => point.value !== null);
    if (present.length === 0) {
      kept.push({ x: part[0].x, value: null });
      continue;
    }
    const low = present.reduce((a, b) => (b.value < a.value ? b : a));
    const high = present.reduce((a, b) => (b.value > a.value ? b : a));
    kept.push(...(low === high ? [low] : low.x < high.x ? [low, high] : [high, low]));
  }
  return kept;
}

/** Relative steps: half the bytes of absolute ones. */
function path(points: readonly Point[], toX: (x: number) => number, toY: (value: number) => number): string {
  let d = '';
  let at: [number, number] | undefined;
  for (const { x, value } of points) {
    if (value === null) {
      at = undefined;
      continue;
    }
    const next: [number, number] = [toX(x), toY(value)];
    // A lone point would have no length, hence no ink.
    if (at === undefined) d += `M${next[0]} ${next[1]}h1`;
    else if (next[0] !== at[0] || next[1] !== at[1]) d += `l${next[0] - at[0]} ${next[1] - at[1]}`;
    at = at === undefined ? [next[0] + 1, next[1]] : next;
  }
  return d.replaceAll(' -', '-');
}

function worstGrade(
  { warn, bad }: ReportGrid,
  values: readonly (number | null)[],
  column: number,
  columns: number,
): 'ok' | 'warn' | 'bad' | undefined {
  const from = Math.floor((column * values.length) / columns);
  const to = Math.max(from + 1, Math.floor(((column + 1) * values.length) / columns));
  const present = values.slice(from, to).filter((value) => value !== null);
  if (present.length === 0) return undefined;
  // Limits may run either way.
  const value = warn > bad ? least(present) : most(present);
  if (warn > bad) return value <= bad ? 'bad' : value <= warn ? 'warn' : 'ok';
  return value >= bad ? 'bad' : value >= warn ? 'warn' : 'ok';
}

function spanText(values: readonly number[], unit: ReportPanel['unit']): string {
  const [low, high] = [numberText(least(values), unit), numberText(most(values), unit)];
  return low === high ? low : `${low} to ${high}`;
}

const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b));
const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b));
