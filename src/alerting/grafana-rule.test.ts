import { ruleUid, shippedRules, shippedThresholds, toGrafanaRule, toRuleGroups, toSidecarRule } from './index.ts';

const options = { datasourceUid: 'ds', folderUid: 'folder' };
const shipped = (name: string) => shippedRules.find((rule) => rule.name === name)!;

describe('a shipped rule in Grafana', () => {
  it('compares each node with the chosen threshold, and shows its value while it is well', () => {
    const rule = toGrafanaRule(shipped('BookieWriteSlow'), { bookie_write_p99_warning_ms: 75 }, options);
    expect(rule.data.map(({ refId, datasourceUid }) => [refId, datasourceUid])).toEqual([
      ['A', 'ds'],
      ['B', '__expr__'],
    ]);
    expect(rule.data[0].model).toMatchObject({
      queryType: 'metrics',
      mode: 'instant',
      expr: 'max by (cluster, instance) (bookkeeper_server_ADD_ENTRY{success="true", quantile="0.99"})',
    });
    expect(rule.data[1].model).toMatchObject({
      type: 'threshold',
      expression: 'A',
      conditions: [{ evaluator: { type: 'gt', params: [75] } }],
    });
    expect(rule).toMatchObject({ condition: 'B', for: '10m', noDataState: 'OK', execErrState: 'KeepLast' });
    expect(rule.labels).toEqual({ severity: 'warning', __grafana_origin: 'plugin/observatory-pulsar-app' });
  });

  it('filters in PromQL what is counted in subscriptions, and is resolved with the series', () => {
    const rule = toGrafanaRule(shipped('BacklogOld'), { backlog_age_seconds: 60 }, options);
    expect(rule.data[0].model.expr).toBe('pulsar_storage_backlog_age_seconds > 60');
    expect(rule.data[1].model).toMatchObject({ type: 'math', expression: 'is_number($A)' });
    expect(rule.missingSeriesEvalsToResolve).toBe(1);
  });

  it('has the shipped thresholds where none are given', () => {
    const rule = toGrafanaRule(shipped('HeapNearlyFull'), {}, options);
    expect(rule.data[1].model.conditions).toEqual([{ evaluator: { type: 'gt', params: [0.9] } }]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses a threshold of %d', (heap_ratio) => {
    expect(() => toGrafanaRule(shipped('HeapNearlyFull'), { heap_ratio }, options)).toThrow(/heap_ratio/);
  });

  it('leaves no name of a threshold in a query', () => {
    for (const { rules } of toRuleGroups(shippedRules, {}, options))
      for (const { data } of rules) expect(String(data[0].model.expr)).not.toContain('observatory:threshold');
  });
});

describe('uids', () => {
  it('fit into Grafana, differ by origin, and are all different', () => {
    const uids = (['file', 'app'] as const).flatMap((origin) =>
      toRuleGroups(shippedRules, {}, { ...options, origin }).flatMap(({ rules }) => rules.map(({ uid }) => uid)),
    );
    for (const uid of uids) expect(uid).toMatch(/^[a-z0-9-]{1,40}$/);
    expect(new Set(uids).size).toBe(uids.length);
    expect(ruleUid('BookieNotWritable', 'app')).toBe('obs-app-bookie-not-writable');
  });
});

describe('a sidecar that does not answer', () => {
  it('is told by one rule, and by no other', () => {
    const rules = toRuleGroups(shippedRules, {}, options).flatMap((group) => group.rules);
    const alarmed = rules.filter(
      ({ execErrState, noDataState }) => execErrState === 'Alerting' || noDataState === 'Alerting',
    );
    expect(alarmed.map(({ uid }) => uid)).toEqual([toSidecarRule(options).uid]);
    expect(rules.every(({ execErrState }) => execErrState === 'Alerting' || execErrState === 'KeepLast')).toBe(true);
  });
});

describe('thresholds', () => {
  it('are all described, and all used', () => {
    const used = new Set(shippedRules.flatMap(({ thresholds }) => thresholds));
    for (const { name, description } of shippedThresholds) {
      expect(`${name}: ${description}`).toMatch(/: [A-Z0-9].+\.$/);
      expect(used).toContain(name);
    }
    expect(used.size).toBe(shippedThresholds.length);
  });
});
