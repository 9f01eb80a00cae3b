/** From what discovery found to what is scraped: the rules of Prometheus' PopulateLabels. */
import type { ScrapeConfig } from '../config/config.ts';
import { hashSymbol } from '../model/label-hash.ts';
import { formatDuration, parseDuration } from '../model/duration.ts';
import { Labels } from '../model/labels.ts';
import { messageOf } from '../util/errors.ts';
import type { Relabeler } from './relabel.ts';

/** One scrapable endpoint. Immutable. */
export interface Target {
  /** Equal exactly for targets that scrape the same URL into the same labels at the same pace. */
  key: string;
  url: URL;
  /** The labels its series carry. */
  labels: Labels;
  /** What discovery said, before relabelling; shown to operators. */
  discoveredLabels: Labels;
  intervalMs: number;
  timeoutMs: number;
}

export type TargetOutcome = { target: Target } | { dropped: Labels } | { error: string; discovered: Labels };

/** Applies defaults and relabelling to one discovered label set. */
export function buildTarget(
  found: Readonly<Record<string, string>>,
  config: ScrapeConfig,
  relabel: Relabeler,
): TargetOutcome {
  const defaults: [string, string][] = [
    ['job', config.job_name],
    ['__scrape_interval__', formatDuration(config.scrape_interval)],
    ['__scrape_timeout__', formatDuration(config.scrape_timeout)],
    ['__metrics_path__', config.metrics_path],
    ['__scheme__', config.scheme],
  ];
  for (const [name, [first]] of Object.entries(config.params))
    if (first !== undefined) defaults.push([`__param_${name}`, first]);
  const discovered = Labels.fromPairs([...defaults, ...Object.entries(found).filter(([, value]) => value !== '')]);
  const relabelled = relabel(discovered);
  if (!relabelled) return { dropped: discovered };
  try {
    return { target: finishTarget(relabelled, discovered, config) };
  } catch (error) {
    return { error: messageOf(error), discovered };
  }
}

function finishTarget(labels: Labels, discoveredLabels: Labels, config: ScrapeConfig): Target {
  const address = labels.get('__address__');
  if (address === '') throw new RangeError('the target has no address');
  if (/[/?#@\s]/.test(address)) throw new RangeError(`${JSON.stringify(address)} is not a valid host:port`);
  const intervalMs = positiveDuration(labels.get('__scrape_interval__'), 'scrape interval');
  const timeoutMs = positiveDuration(labels.get('__scrape_timeout__'), 'scrape timeout');
  if (timeoutMs > intervalMs) throw new RangeError('the scrape timeout is longer than the scrape interval');
  const url = targetUrl(labels, address, config);
  const seriesLabels = Labels.fromPairs([
    ['instance', address],
    ...[...labels.entries()].filter(([name]) => !name.startsWith('__')),
  ]);
  const key = `${url.href}\n${intervalMs}\n${timeoutMs}\n${seriesLabels.key()}`;
  return { key, url, labels: seriesLabels, discoveredLabels, intervalMs, timeoutMs };
}

function positiveDuration(text: string, what: string): number {
  let ms: number;
  try {
    ms = parseDuration(text);
  } catch (error) {
    throw new RangeError(`the ${what} is wrong: ${messageOf(error)}`);
  }
  if (ms === 0) throw new RangeError(`the ${what} cannot be 0`);
  return ms;
}

function targetUrl(labels: Labels, address: string, config: ScrapeConfig): URL {
  const scheme = labels.get('__scheme__');
  if (scheme !== 'http' && scheme !== 'https')
    throw new RangeError(`${JSON.stringify(scheme)} is not a scheme; http and https are`);
  const url = new URL(`${scheme}://${address}`);
  const [path, query] = splitPath(labels.get('__metrics_path__'));
  url.pathname = path;
  const params = new URLSearchParams(query);
  for (const [name, values] of Object.entries(config.params)) for (const value of values) params.append(name, value);
  for (const [name, value] of labels.entries()) {
    if (!name.startsWith('__param_')) continue;
    const param = name.slice('__param_'.length);
    // A label stands for the first value of its parameter; further values of the configuration stay.
    const [, ...rest] = params.getAll(param);
    params.delete(param);
    for (const each of [value, ...rest]) params.append(param, each);
  }
  params.sort();
  url.search = params.toString();
  return url;
}

function splitPath(path: string): [path: string, query: string] {
  const at = path.indexOf('?');
  const [bare, query] = at < 0 ? [path, ''] : [path.slice(0, at), path.slice(at + 1)];
  return [bare === '' || bare.startsWith('/') ? bare : `/${bare}`, query];
}

/**
 * Where within its interval a target is scraped, in ms: spread by hash, so that targets do not all answer at once, and
 * the same after a restart. The seed sets replicas apart.
 */
export function scrapeOffsetMs(target: Target, seed: string): number {
  const { low, high } = hashSymbol(`${seed}\n${target.url.href}\n${target.labels.key()}`);
  return Number(((BigInt(high) << 32n) | BigInt(low)) % BigInt(target.intervalMs));
}
