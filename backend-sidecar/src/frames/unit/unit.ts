/** What a number counts or measures: a word such as OpenMetrics uses for units, and whether it is per second. */
export interface Unit {
  /** `seconds`, `bytes`, `ratio`, or what is counted (`messages`); `count` when that has no name. */
  base: string;
  perSecond: boolean;
}

export const unitOf = (base: string, perSecond = false): Unit => ({ base, perSecond });

export const equalUnits = (a: Unit, b: Unit): boolean => a.base === b.base && a.perSecond === b.perSecond;

/** Things that are counted: their unit is a number, their rate a number per second. */
export const COUNTED: ReadonlySet<string> = new Set([
  'count',
  'messages',
  'msgs',
  'requests',
  'operations',
  'ops',
  'reads',
  'writes',
  'events',
  'entries',
  'rows',
  'records',
]);

const IDS: Readonly<Record<string, string>> = {
  nanoseconds: 'ns',
  microseconds: 'µs',
  milliseconds: 'ms',
  seconds: 's',
  minutes: 'm',
  hours: 'h',
  days: 'd',
  bytes: 'bytes',
  bits: 'bits',
  kilobytes: 'kbytes',
  megabytes: 'mbytes',
  gigabytes: 'gbytes',
  ratio: 'percentunit',
  percent: 'percent',
  celsius: 'celsius',
  volts: 'volt',
  amperes: 'amp',
  watts: 'watt',
  joules: 'joule',
  grams: 'massg',
  meters: 'lengthm',
  hertz: 'hertz',
};

const IDS_PER_SECOND: Readonly<Record<string, string>> = {
  bytes: 'binBps',
  bits: 'bps',
  // Seconds spent per second are a share of time.
  seconds: 'percentunit',
  joules: 'watt',
  messages: 'mps',
  msgs: 'mps',
  requests: 'reqps',
  operations: 'ops',
  ops: 'ops',
  reads: 'rps',
  writes: 'wps',
  events: 'eps',
  rows: 'rowsps',
  records: 'recps',
};

/** Grafana's id for a unit; undefined when it has none. Source: its value format categories. */
export function grafanaUnit({ base, perSecond }: Unit): string | undefined {
  const ids = perSecond ? IDS_PER_SECOND : IDS;
  if (Object.hasOwn(ids, base)) return ids[base];
  if (COUNTED.has(base)) return perSecond ? 'cps' : 'short';
  return undefined;
}
