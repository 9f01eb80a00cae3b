/**
 * The name of a series by its labels, the same wherever it is made, and another for each series: `up{job="broker"}`. Names
 * the fields of streamed frames, which Grafana tells apart by name alone.
 */
export function seriesText(labels: Readonly<Record<string, string>>): string {
  const { __name__: name = '', ...rest } = labels;
  const names = Object.keys(rest).sort();
  const pairs = names.map((each) => `${each}=${JSON.stringify(rest[each])}`);
  return pairs.length === 0 && name !== '' ? name : `${name}{${pairs.join(', ')}}`;
}
