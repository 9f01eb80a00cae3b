import type { RunAbortRule } from '@observatory/protocol/run-objects';
import type { PromqlSource, QueryValue } from '../../storage.ts';
import type { Clock } from '../../util/clock.ts';
import { messageOf } from '../../util/errors.ts';
import { every } from '../../util/every.ts';
import { significant } from './snapshot.ts';

export interface AbortWatchOptions {
  rules: readonly RunAbortRule[];
  promql: PromqlSource;
  clock: Clock;
  /** A rule held for its time; said once, with a sentence. */
  onBreach: (reason: string) => void;
  /** A rule could not be evaluated; said once a rule. */
  onTrouble: (sentence: string) => void;
}

const MOST_MS = 15_000;
const LEAST_MS = 1000;
const TIMEOUT_MS = 5000;

/**
 * Evaluates the bounds of a run while it lasts. As in alerting rules an answer of any series is a breach (comparisons filter),
 * and of a scalar any number but 0; it has to hold for the rule's time. What cannot be evaluated breaks nothing.
 */
export class AbortWatch {
  private readonly options: AbortWatchOptions;
  private readonly since = new Map<RunAbortRule, number>();
  private readonly troubled = new Set<RunAbortRule>();
  private cancel: () => void = () => {};
  private busy: Promise<void> | undefined;
  private over = false;

  constructor(options: AbortWatchOptions) {
    this.options = options;
  }

  start(): void {
    const { rules, clock } = this.options;
    if (rules.length === 0) return;
    const shortest = Math.min(...rules.map(({ forSeconds }) => forSeconds * 1000));
    const periodMs = Math.min(MOST_MS, Math.max(LEAST_MS, shortest / 3));
    this.cancel = every(clock, periodMs, () => {
      this.busy ??= this.check().finally(() => (this.busy = undefined));
    });
  }

  async stop(): Promise<void> {
    this.over = true;
    this.cancel();
    await this.busy;
  }

  /** Once over all rules. */
  async check(): Promise<void> {
    const { rules, promql, clock, onBreach } = this.options;
    for (const rule of rules) {
      const nowMs = clock.now();
      const value = await this.ask(rule, promql, nowMs);
      if (this.over) return;
      const held = value && breachOf(value);
      if (held === undefined) {
        this.since.delete(rule);
        continue;
      }
      const sinceMs = this.since.get(rule) ?? nowMs;
      this.since.set(rule, sinceMs);
      if (nowMs - sinceMs < rule.forSeconds * 1000) continue;
      this.over = true;
      this.cancel();
      const long = rule.forSeconds === 0 ? '' : ` for ${Math.round((nowMs - sinceMs) / 1000)} s`;
      onBreach(`${rule.name}: ${rule.expr} held${long}, last at ${held}`);
      return;
    }
  }

  private async ask(rule: RunAbortRule, promql: PromqlSource, nowMs: number): Promise<QueryValue | undefined> {
    try {
      return (await promql.instant(rule.expr, nowMs, { timeoutMs: TIMEOUT_MS })).value;
    } catch (error) {
      if (!this.troubled.has(rule)) {
        this.troubled.add(rule);
        this.options.onTrouble(`The rule ${rule.name} could not be evaluated (${messageOf(error)}).`);
      }
      return undefined;
    }
  }
}

/** The worst value and whose it is; undefined when nothing is broken. */
function breachOf(value: QueryValue): string | undefined {
  if (value.resultType === 'scalar')
    return value.value !== 0 && !Number.isNaN(value.value) ? String(significant(value.value)) : undefined;
  if (value.resultType !== 'vector' || value.series.length === 0) return undefined;
  const [first, ...rest] = value.series;
  const worst = rest.reduce((most, each) => (each.value > most.value ? each : most), first);
  const node = worst.labels.get('instance');
  return `${significant(worst.value)}${node === '' ? '' : ` on ${node}`}`;
}
