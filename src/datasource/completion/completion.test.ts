import { situationAt } from './situation.ts';
import { suggestionsFor, type SuggestionSource } from './suggestions.ts';

/** `|` is the cursor. */
const at = (text: string) => situationAt(text.replace('|', ''), text.indexOf('|'));

describe('where the cursor is', () => {
  it.each([
    ['|', { kind: 'expression' }],
    ['sum(ra|', { kind: 'expression' }],
    ['up{|', { kind: 'label', metric: 'up', matchers: [] }],
    ['up{job="a", |}', { kind: 'label', metric: 'up', matchers: [{ label: 'job', operator: '=', value: 'a' }] }],
    ['up{job="a", ins|', { kind: 'label', metric: 'up', matchers: [{ label: 'job', operator: '=', value: 'a' }] }],
    ['up{job="|', { kind: 'value', metric: 'up', label: 'job', matchers: [] }],
    [
      '{a!="b",job=~"x|"}',
      { kind: 'value', metric: '', label: 'job', matchers: [{ label: 'a', operator: '!=', value: 'b' }] },
    ],
    ['rate(up{a="}{("}[|', { kind: 'duration' }],
    ['x offset |', { kind: 'duration' }],
    ['sum by (|) (rate(up[5m]))', { kind: 'grouping', metrics: ['up'] }],
    ['a * on (x, |', { kind: 'grouping', metrics: ['a'] }],
    ['label_replace(up, "|', { kind: 'text' }],
    ['up # a comment|', { kind: 'text' }],
    ['x{a="b"} + |', { kind: 'expression' }],
    ['sum(${metric}) + |', { kind: 'expression' }],
  ])('%s', (text, situation) => {
    expect(at(text)).toEqual(situation);
  });
});

describe('what may stand there', () => {
  const asked: string[] = [];
  const source: SuggestionSource = {
    metricNames: async () => ['up', 'with.dots'],
    metrics: async () =>
      new Map([
        [
          'up',
          {
            name: 'up',
            type: 'gauge',
            unit: '',
            help: 'Reachable',
            aggregatable: true,
            aggregation: 'sum',
            advice: 'Careful.',
            avoid: [],
            aliases: [],
          },
        ],
      ]),
    labels: async (selectors) => (asked.push(`labels ${selectors.join()}`), ['__name__', 'job', 'a.b']),
    labelValues: async (label, selectors) => (asked.push(`${label} ${selectors.join()}`), ['quote"']),
    variables: () => ['$cluster'],
  };
  const inserts = async (text: string) => (await suggestionsFor(at(text), source)).map(({ insert }) => insert);

  it('metrics with what is known of them, functions, variables', async () => {
    const found = await suggestionsFor(at('|'), source);
    expect(found[0]).toMatchObject({ label: 'up', detail: 'gauge', documentation: 'Reachable\n\nCareful.' });
    const words = found.map(({ insert }) => insert);
    expect(words).toEqual(expect.arrayContaining(['{"with.dots"}', 'rate', 'sum', '$cluster', 'by']));
  });

  it('labels of the series that are chosen so far, without those that are used', async () => {
    expect(await inserts('up{job="x", |')).toEqual(['"a.b"=']);
    expect(await inserts('sum by (|) (up)')).toEqual(['job', '"a.b"']);
    expect(await inserts('up{b="$x", job="|')).toEqual(['$cluster', 'quote\\"']);
    expect(asked).toEqual(['labels up{job="x"}', 'labels up', 'job up']);
  });

  it('durations, and nothing in other texts', async () => {
    expect(await inserts('rate(x[|')).toEqual(expect.arrayContaining(['$__rate_interval', '5m', '$cluster']));
    expect(await inserts('label_join(x, "|')).toEqual([]);
  });
});
