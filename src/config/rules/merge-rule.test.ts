import fc from 'fast-check';
import { shippedRules } from '../../alerting/shipped-rules.gen.ts';
import { toGrafanaRule, type GrafanaRule } from '../../alerting/grafana-rule.ts';
import { compareRules, mergeRule } from './merge-rule.ts';
import { ruleFields } from './rule-fields.ts';
import { readStamp, withStamp } from './stamp.ts';

const TARGETS = { datasourceUid: 'ds', folderUid: 'folder' };
const rule = (name: string, thresholds = {}) =>
  toGrafanaRule(
    shippedRules.find((candidate) => candidate.name === name)!,
    thresholds,
    TARGETS,
  );
const install = (shipped: GrafanaRule, thresholds = {}) => withStamp(shipped, shipped, { release: '1', thresholds });
/** What Grafana does to a rule that it saves and gives back. */
const saved = (given: GrafanaRule): GrafanaRule => ({
  ...(JSON.parse(JSON.stringify(given)) as GrafanaRule),
  for: given.for === '90s' ? '1m30s' : given.for,
  data: given.data.map((node) => ({
    ...node,
    model: Object.fromEntries(Object.entries({ ...node.model, intervalMs: 1000, maxDataPoints: 43_200 }).reverse()),
  })),
});
const kinds = (changes: ReturnType<typeof compareRules>) =>
  Object.fromEntries(changes.map(({ field, kind }) => [field, kind]));

describe('compareRules', () => {
  it('finds nothing in a rule that was installed and not touched, whatever Grafana adds to it', () => {
    for (const { name } of shippedRules) expect(compareRules(saved(install(rule(name))), rule(name))).toEqual([]);
  });

  it('takes what is new, keeps what the user changed, and tells where both did', () => {
    const first = rule('BookieDown');
    const installed = saved(install(first));
    const edited: GrafanaRule = {
      ...installed,
      for: '10m',
      labels: { ...installed.labels, team: 'storage' },
      annotations: { ...installed.annotations, summary: 'Mine.' },
      isPaused: true,
    };
    const next: GrafanaRule = {
      ...first,
      noDataState: 'Alerting',
      annotations: { ...first.annotations, summary: 'New words.', why: 'New reason.' },
    };
    const changes = compareRules(edited, next);
    expect(kinds(changes)).toEqual({
      for: 'keep',
      isPaused: 'keep',
      'label team': 'keep',
      noDataState: 'take',
      'annotation why': 'take',
      'annotation summary': 'conflict',
    });
    const merged = mergeRule(edited, next);
    expect(merged).toMatchObject({ for: '10m', isPaused: true, noDataState: 'Alerting' });
    expect(merged.labels.team).toBe('storage');
    expect(merged.annotations).toMatchObject({ summary: 'Mine.', why: 'New reason.' });
    expect(mergeRule(edited, next, { overwrite: true }).annotations.summary).toBe('New words.');
  });

  it('sees a threshold set anew as an update and one edited in Grafana as the user’s', () => {
    const installed = saved(install(rule('WritableBookiesAtEnsemble', { ensemble_size: 3 })));
    expect(kinds(compareRules(installed, rule('WritableBookiesAtEnsemble', { ensemble_size: 5 })))).toEqual({
      condition: 'take',
    });
    const [query, judge] = installed.data;
    const conditions = [{ evaluator: { type: 'lte', params: [4] } }];
    const edited = { ...installed, data: [query, { ...judge, model: { ...judge.model, conditions } }] };
    expect(kinds(compareRules(edited, rule('WritableBookiesAtEnsemble', { ensemble_size: 3 })))).toEqual({
      condition: 'keep',
    });
  });

  it('does not guess about a rule without a stamp: every difference is a conflict', () => {
    const foreign = { ...rule('BookieDown'), for: '7m' };
    expect(kinds(compareRules(foreign, rule('BookieDown')))).toEqual({ for: 'conflict' });
  });
});

describe('an update', () => {
  const text = fc.constantFrom('a', 'b', 'c', undefined);
  const edit = fc.record({ summary: text, why: text, team: text, for: fc.constantFrom('1m', '2m', '3m') });
  const apply = (
    base: GrafanaRule,
    { summary, why, team, for: duration }: typeof edit extends fc.Arbitrary<infer T> ? T : never,
  ) => {
    const known = (record: Record<string, string | undefined>) =>
      Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Record<string, string>;
    return {
      ...base,
      for: duration,
      labels: known({ severity: 'warning', team }),
      annotations: known({ summary, why }),
    };
  };

  it('settles: after it no news is left, edits stay, and untouched fields are as shipped', () => {
    fc.assert(
      fc.property(edit, edit, edit, (first, users, next) => {
        const base = rule('BookieDown');
        const v1 = apply(base, first);
        const v2 = apply(base, next);
        const edited = apply(saved(install(v1)), users);
        const updated = withStamp(mergeRule(edited, v2), v2, { release: '2', thresholds: {} });
        expect(compareRules(updated, v2).every(({ kind }) => kind === 'keep')).toBe(true);
        const [before, mine, ours, after] = [v1, edited, v2, updated].map(ruleFields);
        for (const field of new Set([...before.keys(), ...mine.keys(), ...ours.keys()])) {
          const isUntouched = before.get(field) === mine.get(field);
          expect(after.get(field)).toBe(isUntouched ? ours.get(field) : mine.get(field));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('carries its stamp in a model that Grafana does not read', () => {
    const stamped = install(rule('BookieDown'), { x: 1 });
    expect(readStamp(saved(stamped))).toMatchObject({ release: '1', thresholds: { x: 1 } });
    expect(readStamp(rule('BookieDown'))).toBeUndefined();
    expect(stamped.data[0]).toEqual(rule('BookieDown').data[0]);
  });
});
