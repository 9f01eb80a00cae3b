import { MINUTE, RuleWorld } from '../testing/rule-world.ts';
import { evaluationTime, groupOffsetMs } from './schedule.ts';

const START = 1_767_436_620_000;
const RULES = `
groups:
  - name: g
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
        labels: { source: rule }
      - alert: Down
        expr: up == 0
        for: 2m
        keep_firing_for: 3m
        labels: { severity: '{{ if eq $labels.job "a" }}page{{ else }}mail{{ end }}' }
        annotations: { summary: '{{ $labels.job }} is down in {{ $externalLabels.region }}' }
`;

async function world(yaml = RULES): Promise<RuleWorld> {
  const made = new RuleWorld(START);
  // The rules' alerts are not to be restored: the process runs already.
  made.manager.start();
  await made.load(yaml);
  return made;
}

/** Writes a sample a minute and lets the group be evaluated. */
async function minutes(it: RuleWorld, count: number, samples: Record<string, number>): Promise<void> {
  for (let i = 0; i < count; i++) {
    for (const [metric, value] of Object.entries(samples)) it.sample(metric, value);
    await it.clock.advanceBy(MINUTE);
  }
}

describe('RuleManager', () => {
  it('records, and ends the series that an expression no longer gives', async () => {
    const it = await world();
    await minutes(it, 2, { 'up{job="a"}': 1, 'up{job="b"}': 1 });
    expect(await it.ask('job:up:sum')).toEqual([
      'job:up:sum{job="a", source="rule"} 1',
      'job:up:sum{job="b", source="rule"} 1',
    ]);
    await minutes(it, 7, { 'up{job="a"}': 1 });
    // Without the staleness marker the last value would be seen for five minutes more.
    expect(await it.ask('job:up:sum')).toEqual(['job:up:sum{job="a", source="rule"} 1']);
    await it.manager.stop();
  });

  it('takes an alert through pending, firing, kept firing and resolved', async () => {
    const it = await world();
    await minutes(it, 1, { 'up{job="a"}': 0 });
    expect(it.states()).toEqual(['{alertname="Down", job="a", severity="page"} pending']);
    expect(await it.ask('ALERTS')).toEqual([
      'ALERTS{alertname="Down", alertstate="pending", job="a", severity="page"} 1',
    ]);
    await minutes(it, 2, { 'up{job="a"}': 0 });
    expect(await it.ask('ALERTS')).toEqual([
      'ALERTS{alertname="Down", alertstate="firing", job="a", severity="page"} 1',
    ]);
    await minutes(it, 3, { 'up{job="a"}': 1 });
    const [alert] = it.manager.groups()[0].rules.flatMap((rule) => (rule.kind === 'alerting' ? rule.alerts() : []));
    expect(alert).toMatchObject({ state: 'firing' });
    expect(alert.keepFiringSinceMs).toBeGreaterThan(0);
    await minutes(it, 1, { 'up{job="a"}': 1 });
    expect(it.states()).toEqual([]);
    expect(await it.ask('ALERTS')).toEqual([]);
    await it.manager.stop();
  });

  it('tells of firing alerts each resend delay, and of resolved ones for 15 minutes', async () => {
    const it = await world(
      'groups: [{ name: g, rules: [{ alert: A, expr: m > 0, annotations: { v: "{{ $value }}" } }] }]',
    );
    await minutes(it, 3, { m: 7 });
    await minutes(it, 25, { m: 0 });
    const told = it.notified.map(({ alerts: [alert] }) => alert);
    const firing = told.filter(({ resolvedAtMs }) => resolvedAtMs === 0);
    expect(firing.length).toBe(2);
    expect(firing[0]).toMatchObject({ state: 'firing', value: 7 });
    expect(firing[0].annotations.toObject()).toEqual({ v: '7' });
    expect(firing[0].validUntilMs - firing[0].lastSentAtMs).toBe(4 * MINUTE);
    const resolved = told.filter(({ resolvedAtMs }) => resolvedAtMs > 0);
    expect(resolved.length).toBeGreaterThanOrEqual(7);
    const last = resolved[resolved.length - 1];
    expect(last.lastSentAtMs - last.resolvedAtMs).toBeLessThanOrEqual(15 * MINUTE);
    await it.manager.stop();
  });

  it('evaluates the rules of a group in order, each on what those before wrote', async () => {
    const it = await world(
      'groups: [{ name: g, rules: [{ record: a, expr: m * 2 }, { record: b, expr: a + 1 }, { alert: B, expr: b > 2 }] }]',
    );
    await minutes(it, 1, { m: 1 });
    expect(await it.ask('b')).toEqual(['b 3']);
    expect(it.states()).toEqual(['{alertname="B"} firing']);
    await it.manager.stop();
  });

  it('refuses what is beyond the limit and says so', async () => {
    const it = await world(
      'groups: [{ name: g, limit: 1, rules: [{ record: r, expr: m }, { alert: A, expr: m }, { record: ok, expr: sum(m) }] }]',
    );
    await minutes(it, 1, { 'm{a="1"}': 1, 'm{a="2"}': 1 });
    expect(it.manager.groups()[0].rules.map(({ state }) => [state.health, state.lastError])).toEqual([
      ['err', 'exceeded limit of 1 with 2 series'],
      ['err', 'exceeded limit of 1 with 2 alerts'],
      ['ok', ''],
    ]);
    expect(it.states()).toEqual([]);
    expect(await it.ask('r')).toEqual([]);
    expect(it.manager.stats().failures).toBe(2);
    await it.manager.stop();
  });

  it('goes on after a rule that fails', async () => {
    const it = await world(
      'groups: [{ name: g, rules: [{ record: r, expr: m + on () n }, { record: s, expr: sum(m), labels: { a: "" } }] }]',
    );
    await minutes(it, 1, { 'm{a="1"}': 1, 'm{a="2"}': 1, n: 1 });
    const [broken, good] = it.manager.groups()[0].rules;
    expect(broken.state.lastError).toContain('multiple matches for labels');
    expect(good.state.health).toBe('ok');
    await it.manager.stop();
  });

  it('evaluates at the times of the hash, in the past by the offset', async () => {
    const it = await world('groups: [{ name: g, query_offset: 30s, rules: [{ record: r, expr: timestamp(m) }] }]');
    const offset = groupOffsetMs('rules.yml', 'g', MINUTE);
    it.sample('m', 1);
    await it.clock.advanceBy(2 * MINUTE);
    const [group] = it.manager.groups();
    expect((group.lastEvaluationMs - offset) % MINUTE).toBe(0);
    expect(group.lastEvaluationMs).toBe(evaluationTime(it.clock.now(), MINUTE, offset));
    expect(await it.ask('timestamp(r)')).toEqual([`{} ${(group.lastEvaluationMs - 30_000) / 1000}`]);
    await it.manager.stop();
  });

  it('counts the evaluations it missed and goes on at the next time', async () => {
    const it = await world('groups: [{ name: g, rules: [{ record: r, expr: m }] }]');
    const [group] = it.manager.groups();
    await it.clock.advanceBy(MINUTE);
    const before = group.iterations;
    // The expression takes as long as the clock is moved meanwhile.
    let release = () => {};
    const original = it.promql.instant.bind(it.promql);
    it.promql.instant = async (...args) => {
      await new Promise<void>((resolve) => (release = resolve));
      return original(...args);
    };
    it.manager.settled = () => Promise.resolve();
    await it.clock.advanceBy(MINUTE + 4 * MINUTE);
    it.promql.instant = original;
    release();
    await it.clock.advanceBy(2 * MINUTE);
    expect(group.missedIterations).toBe(3);
    expect(group.iterations - before).toBeGreaterThanOrEqual(3);
    await it.manager.stop();
  });

  it('lets only so many groups be evaluated at a time', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const groups = names.map((name) => ({ name, rules: [{ record: name, expr: 'm' }] }));
    let [running, most] = [0, 0];
    const it = new RuleWorld(START, { maxConcurrent: 2 });
    const original = it.promql.instant.bind(it.promql);
    it.promql.instant = async (...args) => {
      most = Math.max(most, ++running);
      for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
      const result = await original(...args);
      running--;
      return result;
    };
    // Time goes on while groups are evaluated.
    it.manager.settled = () => Promise.resolve();
    it.manager.start();
    await it.load(JSON.stringify({ groups }), { intervalMs: 100 });
    await it.clock.advanceBy(500);
    expect(most).toBe(2);
    for (let i = 0; i < 300; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(it.manager.groups().every(({ iterations }) => iterations > 0)).toBe(true);
    await it.manager.stop();
  });
});

describe('a reload', () => {
  const alert = (expr: string, name = 'A') => `{ alert: ${name}, expr: ${expr}, for: 5m }`;
  const group = (...rules: string[]) => `groups: [{ name: g, rules: [${rules.join(', ')}] }]`;

  it('leaves unchanged groups alone and keeps the alerts of unchanged rules in changed ones', async () => {
    const it = await world(group(alert('m > 0')));
    await minutes(it, 3, { m: 1 });
    const [before] = it.manager.groups();
    await it.load(group(alert('m > 0')));
    expect(it.manager.groups()[0]).toBe(before);
    await it.load(group('{ record: r, expr: m }', alert('m > 0')));
    expect(it.manager.groups()[0]).not.toBe(before);
    await minutes(it, 3, { m: 1 });
    // Six minutes in all: a rule that began anew would still be pending.
    expect(it.states()).toEqual(['{alertname="A"} firing']);
    await it.manager.stop();
  });

  it('ends the series of rules that are gone, and of groups after two intervals', async () => {
    const it = await world(group('{ record: r, expr: m }', '{ record: s, expr: m }'));
    await minutes(it, 2, { m: 1 });
    await it.load(group('{ record: s, expr: m }'));
    await minutes(it, 1, { m: 1 });
    expect(await it.ask('r')).toEqual([]);
    expect(await it.ask('s')).toEqual(['s 1']);
    await it.load('groups: []');
    await minutes(it, 1, { m: 1 });
    expect(await it.ask('s')).toEqual(['s 1']);
    await minutes(it, 2, { m: 1 });
    expect(await it.ask('s')).toEqual([]);
    await it.manager.stop();
  });
});
