import { createHash } from 'node:crypto';
import { fits } from '../../control/policy/policy.ts';
import type { Clock } from '../../util/clock.ts';
import { messageOf } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import type { NodeDirectory } from '../nodes/node-directory.ts';
import type { WatchedNode } from '../nodes/watched-node.ts';
import type { RunBook } from '../runs/run-book.ts';
import type { NewRun, RunDesk } from '../runs/run-desk.ts';
import type { AlertRule, RecoverySettings } from '../settings.ts';
import { nextState, type AlertState } from './alert-state.ts';
import { holds } from './condition.ts';
import type { HistoryWriter } from './history-writer.ts';
import { readAlerts, type AlertReadings, type ReadingSources } from './read-alerts.ts';

export interface EvaluatorOptions {
  clock: Clock;
  logger: Logger;
  settings: () => RecoverySettings;
  directory: NodeDirectory;
  sources: ReadingSources;
  book: RunBook;
  desk: Pick<RunDesk, 'setOff' | 'resolved' | 'review'>;
  history: Pick<HistoryWriter, 'write'>;
}

/** Evaluations without a value that a state outlives. */
const GRACE_INTERVALS = 3;

/** Looks at all alerts once an interval. A look that takes longer than that delays the next, and never overlaps it. */
export class Evaluator {
  private readonly options: EvaluatorOptions;
  private readonly problemOf = new Map<string, string>();
  private cancel: () => void = () => {};
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(options: EvaluatorOptions) {
    this.options = options;
  }

  start(): void {
    this.arm();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.cancel();
    await this.looking;
  }

  /** Resolves when no look is under way. */
  settled(): Promise<void> {
    return this.looking;
  }

  /** Why an alert cannot be looked at; empty when it can. */
  problem(alert: string): string {
    return this.problemOf.get(alert) ?? '';
  }

  private arm(): void {
    const { clock, settings, logger } = this.options;
    this.cancel = clock.setTimeout(() => {
      this.looking = this.look()
        .catch((error: unknown) => logger.error({ error: messageOf(error) }, 'alerts were not evaluated'))
        .finally(() => {
          if (!this.stopped) this.arm();
        });
    }, settings().intervalMs);
  }

  /** One evaluation of all alerts. */
  async look(): Promise<void> {
    const { clock, settings, directory, sources, book, desk } = this.options;
    const { enabled, alerts, intervalMs, historyMs } = settings();
    const nowMs = clock.now();
    this.forgetOthers(alerts);
    if (enabled) {
      const { lookedMs } = book;
      const nodes = directory.list();
      const readings = await readAlerts(alerts, nodes, sources, nowMs);
      for (const rule of alerts) {
        const found = readings.get(rule.id) ?? { values: new Map(), problem: '' };
        this.problemOf.set(rule.id, found.problem);
        await this.evaluate(rule, nodes, found, { nowMs, lookedMs, graceMs: GRACE_INTERVALS * intervalMs });
      }
      await book.noteLook(nowMs);
    }
    await desk.review();
    await book.forgetOld(nowMs, historyMs);
  }

  private async evaluate(
    rule: AlertRule,
    nodes: ReadonlyMap<string, WatchedNode>,
    { values }: AlertReadings,
    { nowMs, lookedMs, graceMs }: { nowMs: number; lookedMs: number; graceMs: number },
  ): Promise<void> {
    const { book, desk, history } = this.options;
    const known = book.alertStates(rule.id);
    for (const id of new Set([...values.keys(), ...known.keys()])) {
      const isWatched = rule.nodes.some((pattern) => fits(pattern, id));
      const before = withoutGap(known.get(id), nowMs, lookedMs, graceMs);
      const value = isWatched ? (values.get(id) ?? null) : null;
      const isSo = isWatched ? holds(value, rule.operator, rule.threshold) : false;
      const state = nextState(before, value, isSo, { nowMs, durationMs: rule.durationMs, graceMs });
      if (before?.state === 'firing' && state.state !== 'firing') await desk.resolved(runId(rule, id, before));
      const isGone = !isWatched || (state.state === 'ok' && !values.has(id));
      await book.noteAlert(rule.id, id, state);
      history.write(rule, id, nodes.get(id)?.cluster ?? '', isGone ? undefined : state, nowMs);
      if (isGone) book.dropAlert(rule.id, id);
      // Asked at each look: a crash between the state and what it sets off loses nothing, and its id begins nothing twice.
      else if (state.state === 'firing' && rule.action !== '')
        await desk.setOff(newRun(rule, id, nodes.get(id), state));
    }
  }

  private forgetOthers(alerts: readonly AlertRule[]): void {
    const { book } = this.options;
    for (const id of book.alerts()) if (!alerts.some((rule) => rule.id === id)) book.dropAlert(id);
  }
}

/** Nobody looked for a while, because the sidecar was down: what pended does not pend for that time. */
function withoutGap(
  state: AlertState | undefined,
  nowMs: number,
  lookedMs: number,
  graceMs: number,
): AlertState | undefined {
  if (state?.state !== 'pending') return state;
  // A crash right after the state was written left no look of its own.
  const gapMs = nowMs - Math.max(lookedMs, state.seenMs);
  return gapMs <= graceMs ? state : { ...state, sinceMs: state.sinceMs + gapMs };
}

/** One for each time an alert of a node begins to fire, also after a restart. */
function runId(rule: AlertRule, node: string, { sinceMs }: AlertState): string {
  return createHash('sha256')
    .update(JSON.stringify([rule.id, node, sinceMs]))
    .digest('hex')
    .slice(0, 32);
}

function newRun(rule: AlertRule, id: string, node: WatchedNode | undefined, state: AlertState): NewRun {
  const { metric, operator, threshold, severity } = rule;
  return {
    id: runId(rule, id, state),
    alert: rule.id,
    action: rule.action,
    node: id,
    cluster: node?.cluster ?? '',
    details: JSON.stringify({
      alert: rule.id,
      node_id: id,
      metric,
      operator,
      threshold,
      value: state.value,
      severity,
      firing_since: new Date(state.sinceMs).toISOString(),
    }),
    deliveredBy: '',
  };
}
