import { Labels } from '../../model/labels.ts';
import { InvalidSeriesError } from './series.ts';

/**
 * Labels from alternating names and values in any order.
 * @throws InvalidSeriesError in Prometheus' words when there is no metric name, an empty name or a name twice.
 */
export function checkedLabels(flat: readonly string[]): Labels {
  const pairs: [string, string][] = [];
  const names = new Set<string>();
  for (let i = 0; i < flat.length; i += 2) {
    const name = flat[i];
    if (name === '') throw new InvalidSeriesError(`invalid metric name or labels, got ${describe(flat)}`);
    if (names.has(name))
      throw new InvalidSeriesError(`invalid labels for series, labels ${describe(flat)}, duplicated label ${name}`);
    names.add(name);
    pairs.push([name, flat[i + 1]]);
  }
  const labels = Labels.fromPairs(pairs);
  if (labels.metricName === '') throw new InvalidSeriesError(`invalid metric name or labels, got ${describe(flat)}`);
  return labels;
}

function describe(flat: readonly string[]): string {
  const parts: string[] = [];
  for (let i = 0; i < flat.length; i += 2) parts.push(`${flat[i]}=${JSON.stringify(flat[i + 1])}`);
  return `{${parts.join(', ')}}`.slice(0, 500);
}
