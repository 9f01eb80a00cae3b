import { HEALTHS, TOPOLOGY_KINDS, type Health, type TopologyKind } from '@observatory/protocol/topology';
import { DEFAULT_KINDS } from './tier.ts';

export const LEVELS = ['auto', 'fleet', 'nodes'] as const;
export type LevelChoice = (typeof LEVELS)[number];

/** Everything that makes the picture what it is; all of it lies in the address. */
export interface MapState {
  cluster: string;
  kinds: readonly TopologyKind[];
  level: LevelChoice;
  /** Middle of the picture in the map's units, and pixels a unit; undefined shows everything. */
  camera: { x: number; y: number; k: number } | undefined;
  selected: string | undefined;
  /** Node in the middle of the focus level. */
  focus: string | undefined;
  depth: number;
  find: string;
  hide: string;
  problems: boolean;
  /** States that the legend switched off. */
  without: readonly Health[];
  /** `''`: health. Otherwise a measure: `cpu`, `attr:bundles`, `expr:<PromQL>`. */
  color: string;
  size: string;
  ring: string;
  width: string;
  labels: boolean;
  edges: boolean;
  /** ms since the epoch; undefined is now. */
  atMs: number | undefined;
  /** Compare with this time. */
  baseMs: number | undefined;
  /** `undefined`: the picture, or the table where there are too many nodes for one. */
  table: boolean | undefined;
}

export const INITIAL_STATE: MapState = {
  cluster: '',
  kinds: DEFAULT_KINDS,
  level: 'auto',
  camera: undefined,
  selected: undefined,
  focus: undefined,
  depth: 1,
  find: '',
  hide: '',
  problems: false,
  without: [],
  color: '',
  size: '',
  ring: '',
  width: '',
  labels: true,
  edges: true,
  atMs: undefined,
  baseMs: undefined,
  table: undefined,
};

const TEXTS = ['cluster', 'find', 'hide', 'color', 'size', 'ring', 'width'] as const;
export const MAX_DEPTH = 4;

/** The state as parameters of an address: only what differs from the initial one, in a fixed order. */
export function writeState(state: MapState): URLSearchParams {
  const search = new URLSearchParams();
  for (const key of TEXTS) if (state[key] !== '') search.set(key, state[key]);
  if (state.kinds.join() !== DEFAULT_KINDS.join()) search.set('kinds', state.kinds.join(','));
  if (state.level !== 'auto') search.set('level', state.level);
  if (state.camera) search.set('view', [state.camera.x, state.camera.y, state.camera.k].map(rounded).join(','));
  if (state.selected !== undefined) search.set('selected', state.selected);
  if (state.focus !== undefined) search.set('focus', state.focus);
  if (state.depth !== 1) search.set('depth', String(state.depth));
  if (state.problems) search.set('problems', '1');
  if (state.without.length > 0) search.set('without', state.without.join(','));
  if (!state.labels) search.set('labels', '0');
  if (!state.edges) search.set('edges', '0');
  if (state.atMs !== undefined) search.set('at', new Date(state.atMs).toISOString());
  if (state.baseMs !== undefined) search.set('base', new Date(state.baseMs).toISOString());
  if (state.table !== undefined) search.set('table', state.table ? '1' : '0');
  return search;
}

/** The state that an address describes; what makes no sense in it is left out. */
export function readState(search: URLSearchParams): MapState {
  const text = (key: string) => search.get(key) ?? undefined;
  const list = <T extends string>(key: string, allowed: readonly T[]) =>
    (text(key) ?? '').split(',').filter((each): each is T => (allowed as readonly string[]).includes(each));
  const kinds = list('kinds', TOPOLOGY_KINDS);
  const depth = Number(text('depth') ?? 1);
  const table = text('table');
  return {
    ...INITIAL_STATE,
    ...Object.fromEntries(TEXTS.map((key) => [key, text(key) ?? ''])),
    kinds: kinds.length > 0 ? kinds : DEFAULT_KINDS,
    level: LEVELS.find((level) => level === text('level')) ?? 'auto',
    camera: readCamera(text('view')),
    // `node`: as other pages and links from elsewhere name what they are about.
    selected: text('selected') || text('node') || undefined,
    focus: text('focus') || undefined,
    depth: Number.isInteger(depth) ? Math.min(MAX_DEPTH, Math.max(1, depth)) : 1,
    problems: text('problems') === '1',
    without: list('without', HEALTHS),
    labels: text('labels') !== '0',
    edges: text('edges') !== '0',
    atMs: readTime(text('at')),
    baseMs: readTime(text('base')),
    table: table === '1' ? true : table === '0' ? false : undefined,
  };
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function readCamera(text: string | undefined): MapState['camera'] {
  const [x, y, k, ...more] = (text ?? '').split(',').map((part) => (part === '' ? NaN : Number(part)));
  return more.length === 0 && [x, y, k].every(Number.isFinite) && k > 0 ? { x, y, k } : undefined;
}

function readTime(text: string | undefined): number | undefined {
  const timeMs = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
