import { Labels } from '../../model/labels.ts';
import type { RecordingSpec } from '../file/rule-group.ts';
import { newRuleState, type RuleState } from './rule-state.ts';
import type { RuleQuery } from './rule-query.ts';
import type { RuleSample } from './sample.ts';

/** Records the answer of an expression under a name of its own. */
export class RecordingRule {
  readonly kind = 'recording';
  readonly spec: RecordingSpec;
  /** The group's labels and its own. */
  readonly labels: Labels;
  readonly state: RuleState = newRuleState();
  private readonly added: readonly (readonly [string, string])[];

  constructor(spec: RecordingSpec, labels: Readonly<Record<string, string>>) {
    this.spec = spec;
    this.labels = Labels.fromObject(labels);
    this.added = [...Object.entries(labels), ['__name__', spec.name]];
  }

  /**
   * The samples of one evaluation.
   * @throws Error when the expression fails, two samples get the same labels, or there are more than `limit` (0: any).
   */
  async evaluate(queryTimeMs: number, query: RuleQuery, limit: number, signal?: AbortSignal): Promise<RuleSample[]> {
    const vector = await query(this.spec.query, queryTimeMs, signal);
    const samples: RuleSample[] = [];
    const seen = new Set<string>();
    for (const { labels, value } of vector) {
      // An empty label of the rule takes the element's label away.
      const recorded = Labels.fromPairs([...labels.entries(), ...this.added]);
      const key = recorded.key();
      if (seen.has(key)) throw new Error('vector contains metrics with the same labelset after applying rule labels');
      seen.add(key);
      samples.push({ labels: recorded, value });
    }
    if (limit > 0 && samples.length > limit)
      throw new Error(`exceeded limit of ${limit} with ${samples.length} series`);
    return samples;
  }
}
