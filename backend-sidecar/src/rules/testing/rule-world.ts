import { Labels } from '../../model/labels.ts';
import { parseMetric } from '../../promql/index.ts';
import { createEngine } from '../../promql/index.ts';
import type { PromqlSource } from '../../storage.ts';
import { VirtualClock } from '../../util/clock.ts';
import { silentLogger } from '../../util/logger.ts';
import type { Alert } from '../evaluate/alert.ts';
import { RuleManager, type RuleManagerOptions, type RuleSettings } from '../evaluate/manager.ts';
import { parseRuleFile } from '../file/parse-rule-file.ts';
import { MemoryStore } from '../unit-test/memory-store.ts';

export const MINUTE = 60_000;

export const SETTINGS: RuleSettings = {
  intervalMs: MINUTE,
  queryOffsetMs: 0,
  externalLabels: Labels.fromObject({ region: 'eu' }),
  externalUrl: 'http://observatory.test',
  outageToleranceMs: 60 * MINUTE,
  gracePeriodMs: 10 * MINUTE,
  resendDelayMs: MINUTE,
};

/** A store, an engine and a rule manager on a clock that only moves when told to. */
export class RuleWorld {
  readonly store: MemoryStore;
  readonly clock: VirtualClock;
  readonly promql: PromqlSource;
  readonly notified: { timeMs: number; alerts: readonly Alert[]; query: string }[] = [];
  manager: RuleManager;

  constructor(startMs: number, options: Partial<RuleManagerOptions> = {}, store = new MemoryStore()) {
    this.store = store;
    this.clock = new VirtualClock(startMs, async () => {
      for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
      await this.manager.settled();
    });
    this.promql = createEngine({ source: store, clock: this.clock });
    this.manager = new RuleManager({
      appender: store,
      source: store,
      promql: this.promql,
      clock: this.clock,
      logger: silentLogger,
      notify: (alerts, query) => this.notified.push({ timeMs: this.clock.now(), alerts, query }),
      maxConcurrent: 4,
      queryTimeoutMs: 120_000,
      ...options,
    });
  }

  load(yaml: string, settings: Partial<RuleSettings> = {}, file = 'rules.yml'): Promise<void> {
    return this.manager.apply(parseRuleFile(yaml, file), { ...SETTINGS, ...settings });
  }

  /** Writes a sample now. */
  sample(metric: string, value: number): void {
    this.store.append(this.store.seriesRef(parseMetric(metric)), this.clock.now(), value);
  }

  /** The vector an expression gives now, as sorted lines `{labels} value`. */
  async ask(query: string, timeMs = this.clock.now()): Promise<string[]> {
    const { value } = await this.promql.instant(query, timeMs);
    if (value.resultType !== 'vector') throw new Error(`a ${value.resultType}`);
    return value.series.map((each) => `${each.labels.toString()} ${each.value}`).sort();
  }

  states(): string[] {
    return this.manager
      .groups()
      .flatMap(({ rules }) => rules)
      .flatMap((rule) => (rule.kind === 'alerting' ? rule.alerts() : []))
      .map(({ state, labels }) => `${labels.toString()} ${state}`);
  }
}
