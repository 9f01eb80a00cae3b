import { meanOf } from '../omb/index.ts';
import type { RunData } from '../run-data.ts';
import type { Prices } from './prices.ts';

/** What a run cost by given prices. */
export interface RunCost {
  currency: string;
  perHour: number;
  /** Of messages and bytes as published; absent when nobody knows the rate or the size of messages. */
  perMillionMessages?: number;
  perGigabyte?: number;
  /** From its begin to its end. */
  whole: number;
  /** `3 brokers at 0.5`, in the order of cost. */
  parts: { name: string; nodes: number; price: number }[];
  /** Tiers of the run without a price. */
  unpriced: string[];
}

type HourlyCost = Pick<RunCost, 'parts' | 'unpriced'> & { total: number };

/** Cost of an hour of the nodes that a run saw; undefined when none of them has a price. */
export function hourlyCost({ timeseries }: Pick<RunData, 'timeseries'>, { hourly }: Prices): HourlyCost | undefined {
  const tiers = new Map<string, Set<string>>();
  // Whatever has been seen is paid for, answering or not.
  for (const { node, tier, values } of timeseries?.series ?? []) {
    if (values.some((value) => value !== null)) tiers.set(tier, (tiers.get(tier) ?? new Set()).add(node));
  }
  const parts: RunCost['parts'] = [];
  const unpriced: string[] = [];
  for (const [tier, nodes] of tiers) {
    const own = [...nodes].filter((node) => hourly.has(node));
    for (const node of own) parts.push({ name: node, nodes: 1, price: hourly.get(node) ?? 0 });
    const rest = nodes.size - own.length;
    const price = hourly.get(tier);
    if (rest > 0 && price !== undefined) parts.push({ name: tier, nodes: rest, price });
    else if (rest > 0) unpriced.push(tier);
  }
  if (parts.length === 0) return undefined;
  parts.sort((a, b) => b.nodes * b.price - a.nodes * a.price || (a.name < b.name ? -1 : 1));
  return { total: parts.reduce((sum, { nodes, price }) => sum + nodes * price, 0), parts, unpriced };
}

/** Cost per hour, per million messages and per GB (10⁹ bytes) published; undefined when no node of the run has a price. */
export function runCost(run: Pick<RunData, 'timeseries' | 'results'>, prices: Prices): RunCost | undefined {
  const hourly = hourlyCost(run, prices);
  if (!hourly) return undefined;
  const { messages, bytes } = loadOf(run);
  const times = run.timeseries?.times ?? [];
  const hours = times.length > 1 ? (times[times.length - 1] - times[0]) / 3_600_000 : 0;
  return {
    currency: prices.currency,
    perHour: hourly.total,
    ...(messages > 0 && { perMillionMessages: (hourly.total * 1e6) / (messages * 3600) }),
    ...(bytes > 0 && { perGigabyte: (hourly.total * 1e9) / (bytes * 3600) }),
    whole: hourly.total * hours,
    parts: hourly.parts,
    unpriced: hourly.unpriced,
  };
}

/** Messages and bytes a second: of the results (their mean), else of the brokers. */
function loadOf({ timeseries, results }: Pick<RunData, 'timeseries' | 'results'>): { messages: number; bytes: number } {
  const rates = results.flatMap(({ publishRate, messageSizeBytes }) => {
    const rate = meanOf(publishRate);
    return rate === undefined ? [] : [{ rate, bytes: rate * (messageSizeBytes ?? NaN) }];
  });
  const sumOf = (measure: 'rateIn' | 'bytesIn') =>
    (timeseries?.series ?? [])
      .filter((series) => series.measure === measure && series.tier === 'broker')
      .reduce((sum, { values }) => sum + (meanOf(values) ?? 0), 0);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const messages = rates.length > 0 ? mean(rates.map(({ rate }) => rate)) : sumOf('rateIn');
  const bytes = rates.length > 0 ? mean(rates.map(({ bytes }) => bytes)) : NaN;
  return { messages, bytes: Number.isFinite(bytes) ? bytes : sumOf('bytesIn') };
}

/** `12.3 EUR`, three significant digits. */
export function moneyText(value: number | undefined, currency: string): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
  return currency === '' ? digits : `${digits} ${currency}`;
}
