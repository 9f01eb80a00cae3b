import { CoreApp, type ScopedVars } from '@grafana/data';
import { datasourceQuery, type MetricsQuery } from '@observatory/protocol/datasource-query';
import { EXAMPLES } from '../help/examples.ts';
import { adviceOn } from '../promql/advice.ts';
import { parsePromql } from '../promql/parse-promql.ts';
import { defaultQuery } from './default-query.ts';
import { interpolateQuery, type Replace } from './interpolate-query.ts';
import { logsVolumeQuery, logsVolumeRequest } from './logs-volume.ts';
import { modifyQuery } from './modify-query.ts';
import { queryText } from './query-text.ts';
import { switchType } from './switch-type.ts';
import { isOfNewerVersion, upgradeQuery } from './upgrade-query.ts';

const metrics = (part: Partial<MetricsQuery>) => upgradeQuery({ queryType: 'metrics', ...part }) as MetricsQuery;

describe('saved queries', () => {
  it.each([[undefined], [{}], [null], ['text'], [{ refId: 'B', queryType: '' }]])(
    '%j becomes an empty metrics query',
    (saved) => {
      expect(upgradeQuery(saved)).toMatchObject({ queryType: 'metrics', expr: '', mode: 'range', version: 1 });
    },
  );

  it('takes a query of Prometheus’ datasource', () => {
    const pasted = {
      refId: 'C',
      expr: 'up',
      legendFormat: '{{job}}',
      instant: true,
      range: false,
      exemplar: true,
      interval: '30s',
      editorMode: 'code',
      format: 'table',
    };
    expect(upgradeQuery(pasted)).toEqual({
      refId: 'C',
      queryType: 'metrics',
      version: 1,
      expr: 'up',
      mode: 'instant',
      editor: 'code',
      legendFormat: '{{job}}',
      exemplars: true,
      minStep: '30s',
      format: 'table',
    });
    expect(upgradeQuery({ expr: 'up', instant: true, range: true })).toMatchObject({ mode: 'range', legendFormat: '' });
  });

  it('gives a key that makes no sense its default and keeps the rest', () => {
    expect(upgradeQuery({ queryType: 'topics', limit: -5, measure: 'rate_out', future: 1 })).toMatchObject({
      limit: 20,
      measure: 'rate_out',
      future: 1,
    });
  });

  it('knows what only a newer plugin knows', () => {
    expect(isOfNewerVersion({ queryType: 'flamegraph' })).toBe(true);
    expect(isOfNewerVersion({ queryType: 'topics' })).toBe(false);
    expect(isOfNewerVersion({})).toBe(false);
  });
});

describe('a new query', () => {
  it.each([
    [CoreApp.UnifiedAlerting, { mode: 'instant', legendFormat: '' }],
    [CoreApp.Explore, { mode: 'range', editor: 'code', exemplars: true }],
    [CoreApp.PanelEditor, { mode: 'range', editor: 'builder' }],
  ])('in %s', (app, expected) => {
    expect(defaultQuery(app)).toMatchObject(expected);
    expect(datasourceQuery.safeParse(defaultQuery(app)).success).toBe(true);
  });
});

describe('switching the type', () => {
  it('loses nothing on the way there and back', () => {
    const query = metrics({ refId: 'X', expr: 'sum(up)', legendFormat: 'a', hide: true });
    const nodes = switchType(query, 'nodes');
    expect(nodes).toMatchObject({ refId: 'X', hide: true, queryType: 'nodes' });
    const back = switchType(switchType(nodes, 'events'), 'metrics');
    expect(back).toMatchObject(query);
  });

  it('takes clusters and the node along', () => {
    const topology = upgradeQuery({ queryType: 'topology', clusters: ['a'], around: 'a/broker/b' });
    expect(switchType(topology, 'events')).toMatchObject({ clusters: ['a'], node: 'a/broker/b' });
  });
});

describe('variables and filters', () => {
  const values: Record<string, unknown> = { one: 'a"b', many: ['a.b', 'c'], cluster: ['x', 'y'], all: '.*', re: '[a]' };
  // As Grafana's TemplateSrv: the format gets the value and the variable.
  const replace: Replace = (text, scoped: ScopedVars = {}, format) =>
    text.replace(/\$(\w+)|\$\{(\w+)\}/g, (whole, a?: string, b?: string) => {
      const name = a ?? b ?? '';
      const value = scoped[name]?.value ?? values[name];
      if (value === undefined) return whole;
      if (typeof format === 'function') return format(value, { multi: Array.isArray(value) });
      return Array.isArray(value) ? `{${value.join(',')}}` : String(value);
    });

  it('go into PromQL as text between quotes', () => {
    const query = metrics({ expr: 'x{a="$one", b=~"$many"}[$__rate_interval]', legendFormat: '$one' });
    const asked = interpolateQuery(query, replace, { __rate_interval: { text: '', value: '1m' } }) as MetricsQuery;
    expect(asked.expr).toBe('x{a="a\\"b", b=~"(a\\\\.b|c)"}[$__rate_interval]');
    expect(asked.legendFormat).toBe('a"b');
  });

  it('come before ad-hoc filters', () => {
    const asked = interpolateQuery(metrics({ expr: 'x{b=~"$many"}' }), replace, {}, [
      { key: 'k', operator: '=', value: 'v' },
    ]);
    expect((asked as MetricsQuery).expr).toBe('x{b=~"(a\\\\.b|c)", k="v"}');
  });

  it('become lists where there are lists, and "All" none', () => {
    const asked = interpolateQuery(
      upgradeQuery({ queryType: 'nodes', clusters: ['$cluster', 'z'], kinds: ['$all'], kept: {} }),
      replace,
    );
    expect(asked).toMatchObject({ clusters: ['x', 'y', 'z'], kinds: [] });
    expect(asked).not.toHaveProperty('kept');
  });

  it('are no condition when "All" has a value of its own, which Grafana puts in without a formatter', () => {
    const asked = interpolateQuery(upgradeQuery({ queryType: 'logs', nodes: ['$agent'] }), (text) =>
      text.replace('$agent', '.*'),
    );
    expect(asked).toMatchObject({ nodes: [] });
  });

  it('become filters of logs, in a pattern as text', () => {
    const asked = interpolateQuery(
      upgradeQuery({ queryType: 'logs', nodes: ['$many', '$all'], text: '$one', logger: '$all', regex: '^$one' }),
      replace,
    );
    expect(asked).toMatchObject({ nodes: ['a.b', 'c'], text: 'a"b', logger: '', regex: '^a"b' });
  });
});

it('Explore filters for and out', () => {
  const options = { key: 'cluster', value: 'a"' };
  const once = modifyQuery(metrics({ expr: 'a / b' }), { type: 'ADD_FILTER', options });
  expect(once).toMatchObject({ expr: 'a{cluster="a\\""} / b{cluster="a\\""}' });
  expect(modifyQuery(once, { type: 'ADD_FILTER_OUT', options })).toMatchObject({
    expr: 'a{cluster!="a\\""} / b{cluster!="a\\""}',
  });
  const nodes = upgradeQuery({ queryType: 'nodes' });
  expect(modifyQuery(nodes, { type: 'ADD_FILTER', options })).toBe(nodes);
});

describe('log lines', () => {
  it('are filtered by what stands in a line', () => {
    const logs = upgradeQuery({ queryType: 'logs', nodes: ['a', 'b'] });
    const filter = (key: string, value: string) =>
      modifyQuery(logs, { type: 'ADD_FILTER', options: { key, value } }) as Record<string, unknown>;
    expect(filter('node', 'c')).toMatchObject({ nodes: ['c'] });
    expect(filter('source', 's')).toMatchObject({ sources: ['s'], nodes: ['a', 'b'] });
    expect(filter('logger', 'l')).toMatchObject({ logger: 'l' });
    expect(filter('place', 'x')).toBe(logs);
  });

  it('have a volume of the same filters, other queries have none', () => {
    const logs = { refId: 'A', queryType: 'logs', text: 'x' } as never;
    expect(logsVolumeQuery(logs)).toMatchObject({ refId: 'log-volume-A', show: 'counts', text: 'x' });
    const request = { targets: [logs, { refId: 'B', expr: 'up' }] } as never;
    expect(logsVolumeRequest(request)?.targets.map(({ refId }) => refId)).toEqual(['log-volume-A']);
    expect(
      logsVolumeRequest({ targets: [{ refId: 'A', queryType: 'logs', show: 'counts' }] } as never),
    ).toBeUndefined();
  });
});

it.each([
  [{ queryType: 'metrics', expr: 'up', mode: 'stream' }, 'up (stream)'],
  [{ queryType: 'logs', nodes: ['h'], minLevel: 'error', text: 'x' }, 'Logs: h, error and worse, with "x"'],
  [{ queryType: 'logs', show: 'counts' }, 'Count of logs'],
  [
    { queryType: 'topology', around: 'a/b', kinds: ['broker'], worseThan: 'degraded' },
    'Topology: broker around a/b, depth 1, degraded or worse',
  ],
  [{ queryType: 'nodes', states: ['down'], clusters: ['a'] }, 'Nodes: down (a)'],
  [{ queryType: 'topics', limit: 5, namespace: 'public/default' }, 'Top 5 topics by backlog_entries in public/default'],
  [{ queryType: 'topics', subject: 'subscriptions' }, 'Top 20 subscriptions by backlog_entries'],
  [{ queryType: 'events', types: ['restart'], severity: 'warning' }, 'Events: restart, warning'],
])('%j reads %s', (query, text) => {
  expect(queryText(upgradeQuery(query))).toBe(text);
});

it('the examples of the help are good queries', () => {
  for (const { query } of EXAMPLES) {
    expect(datasourceQuery.safeParse({ refId: 'A', ...query }).error).toBeUndefined();
    const upgraded = upgradeQuery(query);
    if (upgraded.queryType === 'metrics') {
      expect(parsePromql(upgraded.expr).error).toBeUndefined();
      expect(adviceOn(upgraded.expr, new Map())).toEqual([]);
    }
  }
});
