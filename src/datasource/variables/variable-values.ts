import type { MetricFindValue } from '@grafana/data';
import type { NodeKind } from '@observatory/protocol/nodes';
import { quote } from '../promql/string-literal.ts';
import type { Resources, VectorSample, Window } from '../resources.ts';
import type { VariableKind, VariableQuery } from './variable-query.ts';

const NODE_KINDS: Partial<Record<VariableKind, NodeKind>> = {
  brokers: 'broker',
  bookies: 'bookie',
  function_workers: 'function_worker',
};

/**
 * The values of a variable, in order and each once. The query's own variables are already put in. Nodes are given by
 * the value of their series' `instance` label; one that discovery no longer lists is left out.
 */
export async function variableValues(
  resources: Resources,
  query: VariableQuery,
  window: Window,
): Promise<MetricFindValue[]> {
  const { kind, cluster, namespace, label, selector, expr, pattern } = query;
  switch (kind) {
    case 'clusters': {
      const nodes = await resources.nodes();
      return texts(nodes.map((node) => node.cluster));
    }
    case 'brokers':
    case 'bookies':
    case 'function_workers': {
      const nodes = await resources.nodes();
      const wanted = nodes.filter(
        (node) => node.kind === NODE_KINDS[kind] && node.state !== 'gone' && isOf(cluster, node.cluster),
      );
      return texts(wanted.map(({ address }) => address));
    }
    case 'namespaces':
      return texts(await resources.topicNames('namespace', { cluster: plain(cluster) }));
    case 'topics':
      return texts(await resources.topicNames('topic', { cluster: plain(cluster), namespace: plain(namespace) }));
    case 'runs': {
      // By name for people, by id for queries: two runs may have one name.
      const runs = await resources.runs();
      const wanted = runs.filter((run) => isOf(cluster, run.cluster) && run.name.includes(pattern));
      return wanted.map(({ id, name }) => ({ text: name, value: id }));
    }
    case 'label_names':
      return texts(await resources.labels(selector === '' ? [] : [selector], window));
    case 'label_values':
      if (label === '') return [];
      return texts(await resources.labelValues(label, selector === '' ? [] : [selector], window));
    case 'metrics': {
      const selectors = pattern === '' ? [] : [`{__name__=~${quote(`.*(?:${pattern}).*`)}}`];
      return texts(await resources.labelValues('__name__', selectors, window));
    }
    case 'query_result':
      if (expr === '') return [];
      return texts((await resources.instant(expr, window.toMs)).map(sampleText));
  }
}

/** As Prometheus' datasource writes a result, for the variable's own regular expression to take apart. */
function sampleText({ metric, value: [seconds, value] }: VectorSample): string {
  const { __name__: name = '', ...labels } = metric;
  const inner = Object.entries(labels).map(([label, text]) => `${label}=${quote(text)}`);
  return `${name}{${inner.join(',')}} ${value} ${seconds * 1000}`;
}

/** A cluster chosen by a variable: one name, or several as `(a|b)` or `{a,b}`. */
function isOf(wanted: string, cluster: string): boolean {
  if (plain(wanted) === '') return true;
  return wanted
    .replace(/^[({]|[)}]$/g, '')
    .split(/[|,]/)
    .includes(cluster);
}

/** "All" is no condition. */
function plain(text: string): string {
  return text === '.*' || text === '$__all' ? '' : text;
}

function texts(values: string[]): MetricFindValue[] {
  return [...new Set(values)]
    .filter((value) => value !== '')
    .sort()
    .map((text) => ({ text, value: text }));
}
