import path from 'node:path';
import { DurableLines } from '../../control/engine/durable-lines.ts';
import type { AlertState } from '../alerts/alert-state.ts';
import { isOver, recoveryRecord, type RecoveryRecord, type StoredRun } from './stored-run.ts';

export interface RunBookOptions {
  directory: string;
  /** Told of every run that changed; `undefined` when it is forgotten. */
  onChange: (id: string, run: StoredRun | undefined) => void;
  journal?: DurableLines;
}

/** How long it is remembered that something was set off: deliveries are repeated for as long as an alert fires, and replayed. */
const SEEN_MS = 30 * 86_400_000;
const MAX_SEEN = 50_000;
const MAX_RUNS = 2000;
/** Records after which the file is written anew. */
const COMPACT_AFTER = 20_000;

/**
 * Runs and states of alerts, on disk before anybody acts on them (docs/format/recovery-journal.md): a start after a crash
 * knows what fires since when, what was set off, and what was begun.
 */
export class RunBook {
  private readonly options: RunBookOptions;
  private readonly journal: DurableLines;
  private readonly byId = new Map<string, StoredRun>();
  private readonly seen = new Map<string, number>();
  private readonly states = new Map<string, Map<string, AlertState>>();
  private lastLookMs = Number.NEGATIVE_INFINITY;
  private written = 0;

  constructor(options: RunBookOptions) {
    this.options = options;
    this.journal = options.journal ?? new DurableLines(path.join(options.directory, 'recovery.log'));
  }

  /** Reads what there is. @throws ObservatoryError OBS_CONTROL_JOURNAL */
  async open(nowMs: number, historyMs: number): Promise<void> {
    for (const record of await this.journal.open()) this.apply(recoveryRecord.parse(record));
    await this.forgetOld(nowMs, historyMs, true);
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  /** Newest first. */
  runs(): StoredRun[] {
    return [...this.byId.values()].reverse();
  }

  get(id: string): StoredRun | undefined {
    return this.byId.get(id);
  }

  /** Whether a run of this id was ever set off. */
  knows(id: string): boolean {
    return this.byId.has(id) || this.seen.has(id);
  }

  /** In force at once, so that the next question sees it; resolves when it is on disk. @throws as `open` */
  async put(run: StoredRun): Promise<StoredRun> {
    const before = this.byId.get(run.id);
    this.byId.set(run.id, run);
    try {
      await this.append({ type: 'run', run });
    } catch (error) {
      if (before) this.byId.set(run.id, before);
      else this.byId.delete(run.id);
      throw error;
    }
    this.options.onChange(run.id, run);
    return run;
  }

  alertStates(alert: string): ReadonlyMap<string, AlertState> {
    return this.states.get(alert) ?? new Map();
  }

  /** A state; on disk only when it is another than before. @throws as `open` */
  async noteAlert(alert: string, node: string, state: AlertState): Promise<void> {
    const states = this.states.get(alert) ?? new Map<string, AlertState>();
    this.states.set(alert, states);
    const before = states.get(node);
    states.set(node, state);
    if ((before?.state ?? 'ok') !== state.state || (state.state !== 'ok' && before?.sinceMs !== state.sinceMs))
      await this.append({ type: 'alert', alert, node, ...state });
  }

  dropAlert(alert: string, node?: string): void {
    if (node === undefined) this.states.delete(alert);
    else this.states.get(alert)?.delete(node);
  }

  alerts(): string[] {
    return [...this.states.keys()];
  }

  /** When the alerts were looked at last, in this run of the sidecar or the one before. */
  get lookedMs(): number {
    return this.lastLookMs;
  }

  /** Written only while something pends: otherwise no gap matters. @throws as `open` */
  async noteLook(timeMs: number): Promise<void> {
    this.lastLookMs = timeMs;
    const pends = [...this.states.values()].some((nodes) =>
      [...nodes.values()].some(({ state }) => state === 'pending'),
    );
    if (pends) await this.append({ type: 'looked', timeMs });
  }

  /** Forgets what is over for longer than the history, and writes the file anew when it has grown. @throws as `open` */
  async forgetOld(nowMs: number, historyMs: number, isStart = false): Promise<void> {
    let spare = this.byId.size - MAX_RUNS;
    for (const run of [...this.byId.values()]) {
      if (!isOver(run)) continue;
      if (spare-- <= 0 && nowMs - (run.endedMs ?? run.timeMs) <= historyMs) continue;
      this.byId.delete(run.id);
      this.seen.set(run.id, run.timeMs);
      if (!isStart) await this.append({ type: 'seen', id: run.id, timeMs: run.timeMs });
      this.options.onChange(run.id, undefined);
    }
    for (const [id, timeMs] of this.seen)
      if (nowMs - timeMs > SEEN_MS || this.seen.size > MAX_SEEN) this.seen.delete(id);
    if (isStart || this.written > COMPACT_AFTER) await this.rewrite();
  }

  private async rewrite(): Promise<void> {
    const records: RecoveryRecord[] = [...this.seen].map(([id, timeMs]) => ({ type: 'seen', id, timeMs }));
    for (const [alert, nodes] of this.states)
      for (const [node, state] of nodes)
        if (state.state !== 'ok') records.push({ type: 'alert', alert, node, ...state });
    if (Number.isFinite(this.lastLookMs)) records.push({ type: 'looked', timeMs: this.lastLookMs });
    for (const run of this.byId.values()) records.push({ type: 'run', run });
    await this.journal.replace(records);
    this.written = 0;
  }

  private async append(record: RecoveryRecord): Promise<void> {
    this.written++;
    await this.journal.append(record);
  }

  private apply(record: RecoveryRecord): void {
    switch (record.type) {
      case 'alert': {
        const { alert, node, state, value, sinceMs, seenMs } = record;
        const states = this.states.get(alert) ?? new Map<string, AlertState>();
        this.states.set(alert, states);
        if (state === 'ok') states.delete(node);
        else states.set(node, { state, value, sinceMs, seenMs });
        return;
      }
      case 'looked':
        this.lastLookMs = record.timeMs;
        return;
      case 'seen':
        this.byId.delete(record.id);
        this.seen.set(record.id, record.timeMs);
        return;
      case 'run':
        this.byId.set(record.run.id, record.run);
    }
  }
}
