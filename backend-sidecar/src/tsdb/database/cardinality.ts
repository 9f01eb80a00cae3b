import type { SeriesIndex } from '../index/series-index.ts';

export interface CardinalityEntry {
  name: string;
  value: number;
}

/** Where series come from: the tables of Prometheus' status/tsdb, largest first. */
export interface Cardinality {
  seriesCountByMetricName: CardinalityEntry[];
  labelValueCountByLabelName: CardinalityEntry[];
  memoryInBytesByLabelName: CardinalityEntry[];
  seriesCountByLabelValuePair: CardinalityEntry[];
}

export function cardinalityOf(index: SeriesIndex, limit: number): Cardinality {
  const { pairs, symbols } = index;
  const metricName = symbols.find('__name__');
  const byMetric: CardinalityEntry[] = [];
  const byPair: CardinalityEntry[] = [];
  const values: CardinalityEntry[] = [];
  const bytes: CardinalityEntry[] = [];
  for (const nameSymbol of pairs.names()) {
    const name = symbols.text(nameSymbol);
    const ids = pairs.pairsOf(nameSymbol);
    let textBytes = 0;
    for (const pair of ids) {
      const value = symbols.text(pairs.value[pair]);
      const series = pairs.postingsLength(pair);
      textBytes += value.length;
      byPair.push({ name: `${name}=${value}`, value: series });
      if (nameSymbol === metricName) byMetric.push({ name: value, value: series });
    }
    values.push({ name, value: ids.length });
    bytes.push({ name, value: textBytes });
  }
  return {
    seriesCountByMetricName: top(byMetric, limit),
    labelValueCountByLabelName: top(values, limit),
    memoryInBytesByLabelName: top(bytes, limit),
    seriesCountByLabelValuePair: top(byPair, limit),
  };
}

function top(entries: CardinalityEntry[], limit: number): CardinalityEntry[] {
  return entries.sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1)).slice(0, limit);
}
