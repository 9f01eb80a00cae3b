import type { MetricDescription } from '@observatory/protocol/capabilities';
import type { Matcher } from '../promql/builder-query.ts';
import { AGGREGATIONS, FUNCTIONS, signatureOf } from '../promql/functions.ts';
import { renderLabel, renderSelector } from '../promql/render-builder.ts';
import type { Situation } from './situation.ts';

export interface Suggestion {
  label: string;
  kind: 'metric' | 'function' | 'aggregation' | 'keyword' | 'label' | 'value' | 'duration' | 'variable';
  insert: string;
  /** Short, beside the label. */
  detail?: string;
  documentation?: string;
  /** Order between kinds. */
  rank: number;
}

/** What suggestions are made of; Resources is one. */
export interface SuggestionSource {
  metricNames(): Promise<string[]>;
  metrics(): Promise<ReadonlyMap<string, MetricDescription>>;
  labels(selectors: string[]): Promise<string[]>;
  labelValues(label: string, selectors: string[]): Promise<string[]>;
  /** `$name` of the dashboard's variables. */
  variables(): string[];
}

const DURATIONS = ['$__rate_interval', '$__interval', '$__range', '1m', '5m', '10m', '30m', '1h', '1d'];
const KEYWORDS = [
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'offset',
  'and',
  'or',
  'unless',
  'bool',
];

/** Everything that may stand at a place, unfiltered: the editor matches what has been typed. */
export async function suggestionsFor(situation: Situation, source: SuggestionSource): Promise<Suggestion[]> {
  switch (situation.kind) {
    case 'text':
      return [];
    case 'duration':
      return [...DURATIONS, ...source.variables()].map((text, rank) => ({
        label: text,
        insert: text,
        kind: 'duration',
        rank,
      }));
    case 'label': {
      const names = await source.labels(selectorsOf(situation.metric, situation.matchers));
      const used = new Set(situation.matchers.map(({ label }) => label));
      return labelNames(
        names.filter((name) => !used.has(name)),
        (name) => `${renderLabel(name)}=`,
      );
    }
    case 'grouping':
      return labelNames(
        await source.labels(situation.metrics.map((metric) => renderSelector({ metric, matchers: [] }))),
        renderLabel,
      );
    case 'value': {
      const values = await source.labelValues(situation.label, selectorsOf(situation.metric, situation.matchers));
      return [
        ...source.variables().map((name): Suggestion => ({ label: name, insert: name, kind: 'variable', rank: 0 })),
        ...values.map((value): Suggestion => ({
          label: value,
          insert: value.replace(/[\\"]/g, '\\$&'),
          kind: 'value',
          rank: 1,
        })),
      ];
    }
    case 'expression':
      return expressionSuggestions(source);
  }
}

async function expressionSuggestions(source: SuggestionSource): Promise<Suggestion[]> {
  const [names, descriptions] = await Promise.all([source.metricNames(), source.metrics()]);
  return [
    ...names.map((name) => metricSuggestion(name, descriptions.get(name))),
    ...AGGREGATIONS.map(({ name, summary }): Suggestion => ({
      label: name,
      insert: name,
      kind: 'aggregation',
      detail: 'aggregation',
      documentation: summary,
      rank: 2,
    })),
    ...FUNCTIONS.map((entry): Suggestion => ({
      label: entry.name,
      insert: entry.name,
      kind: 'function',
      detail: signatureOf(entry),
      documentation: entry.summary,
      rank: 3,
    })),
    ...KEYWORDS.map((word): Suggestion => ({ label: word, insert: word, kind: 'keyword', rank: 4 })),
    ...source.variables().map((name): Suggestion => ({ label: name, insert: name, kind: 'variable', rank: 5 })),
  ];
}

function metricSuggestion(name: string, description: MetricDescription | undefined): Suggestion {
  const insert = renderSelector({ metric: name, matchers: [] });
  if (!description) return { label: name, insert, kind: 'metric', rank: 1 };
  const { type, unit, help, advice } = description;
  return {
    label: name,
    insert,
    kind: 'metric',
    detail: [type, unit].filter(Boolean).join(', '),
    documentation: [help, advice].filter(Boolean).join('\n\n'),
    rank: 1,
  };
}

function labelNames(names: string[], insert: (name: string) => string): Suggestion[] {
  return names
    .filter((name) => name !== '__name__')
    .map((name): Suggestion => ({ label: name, insert: insert(name), kind: 'label', rank: 1 }));
}

/** The selector without what is being written; none when there is nothing to narrow by. */
function selectorsOf(metric: string, matchers: readonly Matcher[]): string[] {
  const usable = matchers.filter(({ value }) => !value.includes('$'));
  return metric === '' && usable.length === 0 ? [] : [renderSelector({ metric, matchers: usable })];
}
