import type { DatasourceQuery } from '@observatory/protocol/datasource-query';

/** One line for a person: the query history, the inspector, a collapsed row. */
export function queryText(query: DatasourceQuery): string {
  switch (query.queryType) {
    case 'metrics':
      return query.mode === 'range' ? query.expr : `${query.expr} (${query.mode})`;
    case 'topology': {
      const shown = query.kinds.length > 0 ? `: ${query.kinds.join(', ')}` : '';
      const around = query.around === '' ? '' : ` around ${query.around}, depth ${query.depth}`;
      return `Topology${shown}${around}${query.worseThan ? `, ${query.worseThan} or worse` : ''}${inClusters(query)}`;
    }
    case 'nodes':
      return `Nodes${list(query.kinds)}${list(query.states)}${inClusters(query)}`;
    case 'topics': {
      const what = query.subject === 'subscriptions' ? 'subscriptions' : `${query.by}s`;
      const where = [query.namespace && `in ${query.namespace}`, query.pattern && `matching ${query.pattern}`];
      return [`Top ${query.limit} ${what} by ${query.measure}`, ...where.filter(Boolean)].join(' ') + inClusters(query);
    }
    case 'events':
      return `Events${list(query.types)}${query.severity ? `, ${query.severity}` : ''}${query.node ? ` of ${query.node}` : ''}${inClusters(query)}`;
    case 'runs':
      return `Runs${list(query.states)}${query.name ? ` named ${query.name}` : ''}${inClusters(query)}`;
    case 'logs': {
      const { minLevel, logger, text, regex } = query;
      const where = [
        minLevel && `${minLevel} and worse`,
        logger && `of ${logger}`,
        text && `with ${JSON.stringify(text)}`,
        regex && `matching ${regex}`,
      ].filter(Boolean);
      const what = query.show === 'counts' ? 'Count of logs' : 'Logs';
      return `${what}${list([...query.nodes, ...query.sources])}${where.length > 0 ? `, ${where.join(', ')}` : ''}`;
    }
    case 'anomalies':
      return `Anomalies of ${query.expr}`;
    case 'forecast':
      return `Forecast of ${query.expr}${query.limit === undefined ? '' : ` towards ${query.limit}`}`;
    case 'candidates':
      return `Candidates for ${query.expr || 'the worst symptom'}${inClusters(query)}`;
  }
}

function list(values: readonly string[]): string {
  return values.length > 0 ? `: ${values.join(', ')}` : '';
}

function inClusters({ clusters }: { clusters: readonly string[] }): string {
  return clusters.length > 0 ? ` (${clusters.join(', ')})` : '';
}
