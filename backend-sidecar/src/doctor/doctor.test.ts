import type { CapabilityList } from '@observatory/protocol/capabilities';
import type { Node } from '@observatory/protocol/nodes';
import { Labels } from '../model/labels.ts';
import type { Matcher } from '../model/matcher.ts';
import { VirtualClock } from '../util/clock.ts';
import type { AskedFact } from './connections.ts';
import { dashboardExpressions } from './dashboard-expressions.ts';
import { examine } from './doctor.ts';
import { replaceVariables } from './grafana-variables.ts';
import { parseExpr } from '../promql/index.ts';

/** What a broker with topic metrics switched off shows, and a bookie. */
const LABELS: Record<string, string>[] = [
  { __name__: 'up', job: 'broker', cluster: 'c1' },
  { __name__: 'pulsar_rate_in', job: 'broker', cluster: 'c1', namespace: 'acme/pay' },
  { __name__: 'pulsar_txn_committed_total', job: 'broker', cluster: 'c1' },
  { __name__: 'pulsar_lb_unload_bundle_total', job: 'broker', cluster: 'c1' },
  { __name__: 'bookie_SERVER_STATUS', job: 'bookie', cluster: 'c1' },
  { __name__: 'bookie_ledger_dir__data_1_usage', job: 'bookie', cluster: 'c1' },
  { __name__: 'replication_replication_worker_NUM_ENTRIES_READ', job: 'bookie', cluster: 'c1' },
  { __name__: 'commit_count_total', job: 'zookeeper', cluster: 'c1' },
  { __name__: 'commit_count_created', job: 'zookeeper', cluster: 'c1' },
  { __name__: 'node_changed_watch_count', job: 'zookeeper', cluster: 'c1' },
  { __name__: 'pulsar_replication_backlog', job: 'broker', cluster: 'c1' },
];
const SERIES = LABELS.map((labels) => Labels.fromObject(labels));

const matching = (selectors: readonly (readonly Matcher[])[]) =>
  SERIES.filter(
    (labels) =>
      selectors.length === 0 ||
      selectors.some((matchers) => matchers.every((each) => each.matches(labels.get(each.name)))),
  );

const source = {
  series: async (selectors: readonly (readonly Matcher[])[]) => matching(selectors),
  labelValues: async (name: string, selectors: readonly (readonly Matcher[])[]) =>
    [...new Set(matching(selectors).map((labels) => labels.get(name)))].filter((value) => value !== '').sort(),
};

const capabilities = (): CapabilityList => ({
  capabilities: [],
  targets: [
    { labels: {}, version: '4.0.8', series: 5, lastScrapeMs: 1, startedMs: 1, states: { topic_metrics: 'off' } },
  ],
});

function check(options: { dashboards?: unknown[]; rules?: string[]; asked?: AskedFact[]; nodes?: Node[] }) {
  const { dashboards = [], rules = [], asked = [], nodes = [] } = options;
  return examine(
    { clock: new VirtualClock(1e12), source, capabilities, nodes: () => nodes, askAll: async () => asked },
    {
      dashboards: dashboards.map((each, i) => ({ name: `d${i}.json`, text: JSON.stringify(each) })),
      rules: rules.map((text, i) => ({ name: `r${i}.yml`, text })),
    },
  );
}

const panel = (expr: string) => ({ panels: [{ title: 'p', targets: [{ expr }] }] });

describe('expressions', () => {
  it.each([
    ['sum(rate(pulsar_txn_committed_total{cluster=~"$cluster"}[$__rate_interval]))', 'data', ''],
    ['pulsar_rate_in{namespace="$ns"} > 5', 'data', ''],
    // reference/pulsar.md, pain 4: what public dashboards ask for.
    ['pulsar_txn_committed_count', 'renamed', 'pulsar_txn_committed_total'],
    ['rate(pulsar_lb_unload_bundle_count[5m])', 'renamed', 'pulsar_lb_unload_bundle_total'],
    ['pulsar_subscription_back_log{topic="x"}', 'off', 'exposeTopicLevelMetricsInPrometheus=true in broker.conf'],
    ['absent(no_such_metric)', 'data', 'nothing'],
    ['up{job="brokers"}', 'wrong', 'up has no job="brokers"; it has broker'],
    ['up{rack="r1"}', 'wrong', 'up has no label rack'],
    ['bookie_SERVER_STATE', 'wrong', 'no target exposes bookie_SERVER_STATE'],
    ['sum(rate(up[5m])', 'wrong', 'it does not parse'],
    // Rules for whole families of names.
    ['rate(commit_count[5m])', 'renamed', 'commit_count_total since the Prometheus client 0.10'],
    ['replication_worker_NUM_ENTRIES_READ', 'renamed', 'replication_replication_worker_NUM_ENTRIES_READ here'],
    ['bookie_ledger_dir__srv_ledgers_usage', 'renamed', '{__name__=~"bookie_ledger_dir_.*_usage"}'],
    ['commit_counts', 'wrong', 'no target exposes commit_counts'],
    // Nothing is wrong with a panel about what is not here.
    ['sum(node_load1)', 'absent', 'node_exporter'],
    ['pulsar_proxy_binary_ops', 'absent', 'a Pulsar proxy'],
    ['up{job="proxy"}', 'absent', 'a Pulsar proxy'],
    ['rate(pulsar_function_received_total[1m])', 'absent', 'running functions'],
    // Replication is here, so the name is wrong.
    ['pulsar_replication_backlogs', 'wrong', 'no target exposes'],
    // Operators that do without one side.
    ['pulsar_txn_committed_count or pulsar_txn_committed_total', 'data', ''],
    ['pulsar_txn_committed_count or vector(0)', 'renamed', 'pulsar_txn_committed_total'],
    ['up unless no_such_metric', 'data', ''],
    ['up and no_such_metric', 'wrong', 'no_such_metric'],
    ['sum(up) > 0 and absent(no_such_metric)', 'data', ''],
    ['{job=~"$job"}', 'data', ''],
    ['observatory_subscription_verdict_seconds{verdict="stuck"} > 60', 'absent', 'none now'],
  ])('%s: %s', async (expression, proof, why) => {
    const { expressions } = await check({ dashboards: [panel(expression)] });
    expect(expressions).toMatchObject([{ proof, why: expect.stringContaining(why), place: 'panel "p"' }]);
  });

  it('is as bad as the worst of its selectors', async () => {
    const { expressions, proofs, ok } = await check({ dashboards: [panel('up / pulsar_txn_committed_count')] });
    expect(expressions[0].selectors.map(({ proof }) => proof)).toEqual(['data', 'renamed']);
    expect(proofs).toEqual({ renamed: 1 });
    expect(ok).toBe(false);
  });

  it('reads rule files, and takes what they record for live', async () => {
    const text = `
groups:
  - name: g
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
      - alert: Down
        expr: job:up:sum == 0
      - alert: Dead
        expr: pulsar_nothing_like_it > 0`;
    const { expressions } = await check({ rules: [text] });
    expect(expressions.map(({ place, proof }) => [place, proof])).toEqual([
      ['rule "job:up:sum"', 'data'],
      ['rule "Down"', 'data'],
      ['rule "Dead"', 'wrong'],
    ]);
  });

  it('reads alert rules as Grafana provisions them', async () => {
    const text = `
apiVersion: 1
groups:
  - orgId: 1
    name: g
    folder: Pulsar
    rules:
      - title: Down
        condition: C
        data:
          - { refId: A, datasourceUid: x, model: { expr: 'up == 0' } }
          - { refId: C, datasourceUid: __expr__, model: { type: threshold, expression: A } }
      - title: Dead
        data:
          - { refId: A, model: { expr: 'pulsar_txn_committed_count > 0' } }`;
    const { expressions } = await check({ rules: [text] });
    expect(expressions.map(({ place, proof }) => [place, proof])).toEqual([
      ['rule "Down"', 'data'],
      ['rule "Dead"', 'renamed'],
    ]);
  });

  it('is brief about a file that is none', async () => {
    const { expressions } = await check({ rules: ['a: 1\nb: 2\nc: 3\nd: 4\ne: 5\ngroups: []'] });
    expect(expressions[0].why.split('\n')).toHaveLength(4);
    expect(expressions[0].why).toMatch(/and 2 more$/);
  });

  it('says which file is none, and goes on with the others', async () => {
    const { expressions } = await check({ rules: ['groups: {'], dashboards: [{ panels: 'many' }, panel('up')] });
    expect(expressions.map(({ file, proof }) => [file, proof])).toEqual([
      ['d0.json', 'wrong'],
      ['r0.yml', 'wrong'],
      ['d1.json', 'data'],
    ]);
  });
});

it('counts each panel once, by the worst of its queries, and no logs as metrics', async () => {
  const targets = (...exprs: string[]) => exprs.map((expr) => ({ expr }));
  const { files, ok } = await check({
    dashboards: [
      {
        panels: [
          { title: 'p', targets: targets('up', 'pulsar_txn_committed_count') },
          { title: 'p', targets: targets('up') },
          { title: 'row', panels: [{ title: 'p', targets: targets('no_such_metric', 'up') }] },
          { title: 'logs', datasource: { type: 'loki', uid: 'l' }, targets: targets('{app="pulsar"}') },
          { title: 'logs of before', datasource: 'Loki', targets: targets('rate({app="pulsar"}[1m])') },
          { title: 'text' },
        ],
        templating: { list: [{ name: 'x', type: 'query', query: 'label_values(up, job)' }] },
      },
      { panels: [{ title: 'a', targets: targets('node_load1') }] },
    ],
  });
  expect(files).toEqual([
    { file: 'd0.json', panels: { data: 1, renamed: 1, wrong: 1, absent: 2 }, others: { data: 1 } },
    { file: 'd1.json', panels: { absent: 1 }, others: {} },
  ]);
  expect(ok).toBe(false);
});

it('finds the expressions of rows, nested panels, old rows and variables', () => {
  const text = JSON.stringify({
    dashboard: {
      panels: [{ type: 'row', title: 'r', panels: [{ title: 'a', targets: [{ expr: 'a' }, { expr: ' ' }] }] }],
      rows: [{ panels: [{ title: 'b', targets: [{ expr: 'b' }] }] }],
      templating: {
        list: [
          { name: 'x', type: 'query', query: 'label_values(up{job="$job"}, cluster)' },
          { name: 'y', type: 'query', query: { query: 'query_result(topk(3, c))' } },
          { name: 'z', type: 'custom', query: '1,2' },
          { name: 'l', type: 'query', query: 'label_values(cluster)' },
        ],
      },
    },
  });
  expect(dashboardExpressions('f', text).map(({ place, expression }) => [place, expression])).toEqual([
    ['panel "a"', 'a'],
    ['panel "b"', 'b'],
    ['variable "x"', 'up{job="$job"}'],
    ['variable "y"', 'topk(3, c)'],
  ]);
});

it.each([
  'rate(a{b=~"$b", c="${c:regex}"}[$__interval])',
  'topk($n, a) > $limit',
  'sum by ($group) (a)',
  'increase(a[${minutes}m])',
  'rate(a[[[interval]]])',
  'a offset $shift',
  'rate(a{b="[[b]]"}[$__range_s:])',
  'histogram_quantile($q, sum by (le, [[by]]) (rate(a_bucket[$__rate_interval])))',
  'sum_over_time(a[${__range_s}s])',
])('keeps %s parseable', (expression) => {
  expect(() => parseExpr(replaceVariables(expression))).not.toThrow();
});

describe('connections', () => {
  it('groups questions, and says what to do', async () => {
    const asked: AskedFact[] = [
      { cluster: 'c1', what: 'owned bundles', subject: 'a:80', failure: undefined },
      { cluster: 'c1', what: 'owned bundles', subject: 'b:80', failure: 'b:80 answered 403 to /x: no' },
    ];
    const node = {
      id: 'c1/bookie/k:8000',
      cluster: 'c1',
      kind: 'bookie',
      address: 'k:8000',
      job: 'bookie',
      state: 'down',
      lastError: 'connect ECONNREFUSED',
      scrapeIntervalMs: 1,
      labels: {},
    } satisfies Node;
    const { connections, ok } = await check({ asked, nodes: [node] });
    expect(ok).toBe(false);
    expect(connections).toEqual([
      {
        cluster: 'c1',
        what: 'owned bundles',
        asked: 2,
        answered: 1,
        problems: ['b:80: b:80 answered 403 to /x: no'],
        hint: expect.stringContaining('superuser'),
      },
      {
        cluster: 'c1',
        what: 'metrics of bookie',
        asked: 1,
        answered: 0,
        problems: ['k:8000: connect ECONNREFUSED'],
        hint: expect.stringContaining('httpServerEnabled'),
      },
    ]);
  });

  it('is content when everything answers', async () => {
    expect(await check({ asked: [{ cluster: 'c1', what: 'x', subject: '', failure: undefined }] })).toMatchObject({
      ok: true,
    });
  });
});
