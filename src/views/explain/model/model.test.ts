import fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import { candidate, explanationOf, hypothesis, WINDOW } from '../testing/explanation.ts';
import { alertDraft, alertYaml } from './alert-rule.ts';
import { explainPath } from './ask.ts';
import { baselineOf, faultOfBaseline } from './baseline.ts';
import { INITIAL_STATE, readExplainState, writeExplainState, type ExplainState } from './explain-state.ts';
import { pathGraph } from './path-graph.ts';
import { plainQuery } from './plain-query.ts';
import { keyOf, kindsIn, shownOf } from './shown.ts';
import { topologySearch } from './topology-search.ts';
import { changeWords, durationWords, leadWords, valueWords } from './words.ts';

const NOW = Date.parse('2026-11-22T05:00:00Z');

describe('the address', () => {
  const word = fc.string({ maxLength: 30 });
  const span = fc
    .tuple(fc.nat(1e12), fc.integer({ min: 1, max: 1e9 }))
    .map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length }));
  const state: fc.Arbitrary<ExplainState> = fc.record({
    query: word,
    cluster: word,
    window: fc.option(span, { nil: undefined }),
    baseline: fc.constantFrom('before', 'yesterday', 'own'),
    own: fc.option(span, { nil: undefined }),
    kinds: fc.uniqueArray(fc.constantFrom('broker', 'bookie', 'topic')),
    node: word,
    pins: fc.array(fc.string({ minLength: 1 })),
    open: word,
    show: fc.constantFrom('causes', 'matrix'),
  });

  it('holds the whole state', () => {
    fc.assert(
      fc.property(state, (given) => {
        const expected = { ...given, own: given.baseline === 'own' ? given.own : undefined };
        const link = new URLSearchParams(writeExplainState(given).toString());
        expect(readExplainState(link, NOW)).toEqual(expected);
      }),
    );
  });

  it('takes times as Grafana and alerts write them, and nothing that is no time', () => {
    const read = (search: string) => readExplainState(new URLSearchParams(search), NOW).window;
    expect(read('from=now-1h&to=now')).toEqual({ fromMs: NOW - 3_600_000, toMs: NOW });
    expect(read('from=2026-11-22T04:00:00Z&to=2026-11-22T04:10:00Z')).toEqual({
      fromMs: NOW - 3_600_000,
      toMs: NOW - 3_000_000,
    });
    expect(read('from=now&to=now-1h')).toBeUndefined();
    expect(read('from=javascript:1&to=now')).toBeUndefined();
  });
});

describe('the question', () => {
  it('leaves the usual baseline to the sidecar and names any other', () => {
    const path = (changes: Partial<ExplainState>) =>
      new URLSearchParams(explainPath({ ...INITIAL_STATE, window: WINDOW, ...changes })?.split('?')[1]);
    expect(explainPath(INITIAL_STATE)).toBeUndefined();
    expect(path({}).get('baselineFrom')).toBeNull();
    expect(path({}).get('query')).toBeNull();
    expect(Number(path({}).get('from'))).toBe(WINDOW.fromMs / 1000);
    expect(Number(path({ baseline: 'yesterday' }).get('baselineTo'))).toBe(WINDOW.toMs / 1000 - 86_400);
  });

  it('says why a baseline is none', () => {
    const { fromMs, toMs } = WINDOW;
    expect(baselineOf(WINDOW, 'before', undefined)).toEqual({ fromMs: fromMs - 4 * (toMs - fromMs), toMs: fromMs });
    expect(faultOfBaseline({ fromMs: 0, toMs: toMs }, WINDOW)).toMatch(/reaches into the window/);
    expect(faultOfBaseline({ fromMs: 1, toMs: 1 }, WINDOW)).toMatch(/before it begins/);
    expect(faultOfBaseline(baselineOf(WINDOW, 'yesterday', undefined), WINDOW)).toBeUndefined();
  });

  it('is asked without macros that only panels have', () => {
    expect(plainQuery('rate(a[$__rate_interval]) / ${__range_s} + $other', WINDOW)).toBe('rate(a[1m]) / 60 + $other');
  });
});

describe('what is shown', () => {
  const answer = explanationOf();
  it('never shows a symptom among the causes', () => {
    const { causes, symptoms } = shownOf(answer, INITIAL_STATE);
    expect(causes.map(({ node }) => node.name)).toEqual(['bookie-2']);
    expect(symptoms.map(({ change }) => change.class)).toEqual(['symptom']);
  });

  it('filters by kind and by any name, and counts what it left out; what is pinned stays, on top', () => {
    const other = candidate({ rank: 3, node: { kind: 'topic', id: 't', name: 't', aliases: [] } });
    const many = explanationOf({ candidates: [candidate(), other] });
    const shown = shownOf(many, { kinds: ['topic'], node: '', pins: [] });
    expect(shown.causes).toEqual([other]);
    expect(shown.hidden).toBe(3);
    expect(shownOf(many, { kinds: [], node: '3182', pins: [] }).causes).toEqual([candidate()]);
    expect(shownOf(many, { kinds: [], node: 'orders', pins: [] }).rejected).toEqual([hypothesis()]);
    expect(shownOf(many, { kinds: ['bookie'], node: '', pins: [keyOf(other)] }).causes).toEqual([other, candidate()]);
    expect(kindsIn(many)).toEqual([
      ['bookie', 1],
      ['subscription', 2],
      ['topic', 1],
    ]);
  });

  it('draws shared steps of paths once, and no step from a node to itself', () => {
    const [first, second] = [candidate(), candidate({ node: { ...candidate().node, id: 'b3' } })];
    const [start, end] = first.path;
    const graph = pathGraph([
      first,
      { ...second, path: [{ node: second.node }, end, { ...end, via: 'publishes pile up' }] },
    ]);
    expect(graph.nodes.map(({ distance, row }) => [distance, row])).toEqual([
      [1, 0],
      [0, 0],
      [1, 1],
    ]);
    expect(graph.edges.map(({ from, to }) => [from, to])).toEqual([
      [start.node.id, end.node.id],
      ['b3', end.node.id],
    ]);
    expect(graph.edges[1].via).toBe('writes wait for the ack quorum; publishes pile up');
  });

  it('leads to the map at that time, with the node selected around the symptom', () => {
    const search = topologySearch(candidate(), answer.symptom);
    expect(Object.fromEntries(search)).toEqual({
      selected: 'demo-1/bookie/127.0.0.1:3182',
      focus: 'demo-1/broker/127.0.0.1:8081',
      depth: '1',
      at: '2026-11-22T04:08:41.000Z',
    });
  });
});

describe('an alert rule', () => {
  const { symptom } = explanationOf();
  it('tells of the symptom half of the way to its worst', () => {
    const draft = symptom ? alertDraft(symptom) : undefined;
    expect(draft).toMatchObject({ name: 'PublishesAcknowledged', operator: '<', threshold: 140 });
    expect(draft?.expr).toBe('(sum(rate(publishes[10s]))) < 140');
    expect(symptom && alertDraft({ ...symptom, baseline: null })).toBeUndefined();
  });

  it('is YAML whatever the query holds', () => {
    fc.assert(
      fc.property(fc.string(), (query) => {
        const draft = symptom && alertDraft({ ...symptom, query });
        expect(
          draft && (parseYaml(alertYaml(draft)) as { groups: { rules: { expr: string }[] }[] }).groups[0].rules[0].expr,
        ).toBe(`(${query}) < 140`);
      }),
    );
  });
});

describe('words', () => {
  it.each([
    [61, 'ms', '61 ms'],
    [0.45, 's', '450 ms'],
    [728_000, 'B/s', '711 KiB/s'],
    [20, '/s', '20/s'],
    [70, 'entries', '70 entries'],
    [1, 'entries', '1 entry'],
    [1, 'connections', '1 connection'],
    [0.5, 'cores', '0.5 cores'],
    [null, 'ms', '–'],
  ])('%j %s reads %s', (value, unit, text) => expect(valueWords(value, unit)).toBe(text));
  it.each([
    [0.4, 'with the symptom'],
    [2, '2 s before the symptom'],
    [-18, '18 s after the symptom'],
    [600, '10 min before the symptom'],
  ])('a lead of %d s reads %s', (seconds, text) => expect(leadWords(seconds)).toBe(text));
  it('of a lead within the samples claim no order', () => {
    expect(leadWords(-4, 4)).toBe('with the symptom, as far as samples 2 s apart can tell');
    expect(leadWords(-5, 4)).toBe('5 s after the symptom');
  });
  it('durations and changes', () => {
    expect(durationWords(3900 * 2)).toBe('2 h 10 min');
    expect(changeWords(candidate({}).change)).toBe('1 → 0');
    expect(changeWords({ ...candidate().change, direction: 'event' })).toBe('');
  });
});
