import { shippedRules } from '../../alerting/shipped-rules.gen.ts';
import { ruleUid } from '../../alerting/rule-uid.ts';
import { toGrafanaRule } from '../../alerting/grafana-rule.ts';
import { installedThresholds, orphanedRules, ruleStates, type ListedRule } from './rule-states.ts';
import { withStamp } from './stamp.ts';

const TARGETS = { datasourceUid: 'ds', folderUid: 'folder' };
const shipped = (name: string, thresholds = {}) =>
  toGrafanaRule(
    shippedRules.find((rule) => rule.name === name)!,
    thresholds,
    TARGETS,
  );
const installed = (name: string, thresholds = {}): ListedRule =>
  withStamp(shipped(name, thresholds), shipped(name, thresholds), { release: '1', thresholds });
const stateOf = (name: string, listed: ListedRule[], thresholds = {}) =>
  ruleStates(shippedRules, listed, thresholds, TARGETS).find((state) => state.name === name)!;

describe('ruleStates', () => {
  it('offers every rule once, the one that watches the sidecar first', () => {
    const states = ruleStates(shippedRules, [], {}, TARGETS);
    expect(states.map(({ name }) => name)).toEqual([
      'ObservatorySidecarSilent',
      ...shippedRules.map(({ name }) => name),
    ]);
    expect(new Set(states.map(({ shipped: { uid } }) => uid)).size).toBe(states.length);
    expect(states.every(({ status }) => status === 'available')).toBe(true);
  });

  it('does not offer what a file provisions', () => {
    const file: ListedRule = { ...shipped('BookieDown'), uid: ruleUid('BookieDown', 'file'), provenance: 'file' };
    expect(stateOf('BookieDown', [file])).toMatchObject({ status: 'file', installed: { provenance: 'file' } });
  });

  it('says what is installed, edited or has an update', () => {
    const own = installed('BookieDown');
    expect(stateOf('BookieDown', [own])).toMatchObject({ status: 'installed', edited: false });
    expect(stateOf('BookieDown', [{ ...own, for: '9m' }])).toMatchObject({ status: 'installed', edited: true });
    const threshold = installed('WritableBookiesAtEnsemble', { ensemble_size: 3 });
    expect(stateOf('WritableBookiesAtEnsemble', [threshold], { ensemble_size: 4 })).toMatchObject({
      status: 'update',
      edited: false,
    });
  });

  it('renders an installed rule on the datasource it was given', () => {
    const elsewhere = toGrafanaRule(shippedRules[0], {}, { ...TARGETS, datasourceUid: 'other' });
    const own = withStamp(elsewhere, elsewhere, { release: '1', thresholds: {} });
    expect(stateOf(shippedRules[0].name, [own]).status).toBe('installed');
  });
});

it('installedThresholds remembers what the rules were given', () => {
  expect(installedThresholds([installed('WritableBookiesAtEnsemble', { ensemble_size: 7 })])).toEqual({
    ensemble_size: 7,
  });
});

it('orphanedRules are those of this page only', () => {
  const gone: ListedRule = { ...installed('BookieDown'), uid: ruleUid('NoLongerShipped', 'app') };
  const foreign: ListedRule = { ...shipped('BookieDown'), uid: 'somebody-elses' };
  expect(orphanedRules(shippedRules, [gone, foreign, installed('BookieDown')])).toEqual([gone]);
});
