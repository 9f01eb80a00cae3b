import type { Actor } from '@observatory/protocol/control';
import type { NewEvent } from '../../events/index.ts';
import type { Clock } from '../../util/clock.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import type { ActionKind, ActionRequest, ActionResult } from '../actions/action.ts';
import type { ActionRule, RecoverySettings } from '../settings.ts';
import { decide } from './decide.ts';
import type { RunBook } from './run-book.ts';
import { isOver, isWaiting, type StoredRun } from './stored-run.ts';
import { auditOf, eventOf, type AuditEntry } from './told.ts';

export interface RunDeskOptions {
  clock: Clock;
  logger: Logger;
  book: RunBook;
  settings: () => RecoverySettings;
  kinds: Readonly<Record<'command' | 'method' | 'script', ActionKind>>;
  /** Where an action acts: a topology id, or an agent for commands. @throws ObservatoryError `OBS_RECOVERY_TARGET` */
  targetOf: (rule: ActionRule, nodeId: string) => string;
  control: () => { automation: boolean; readOnly: boolean };
  /** @throws when it cannot be recorded: then nothing is done */
  audit: (entry: AuditEntry) => Promise<unknown>;
  publish: (event: NewEvent) => unknown;
}

/** What something that fires asks for. */
export type NewRun = Pick<StoredRun, 'id' | 'alert' | 'action' | 'node' | 'cluster' | 'details' | 'deliveredBy'>;

/**
 * Takes what was set off, decides, begins, and keeps what came of it. A run of an id is set off once for ever; its begin is in
 * the audit and on disk before anything is done.
 */
export class RunDesk {
  private readonly options: RunDeskOptions;
  /** Runs that are decided on or carried out now: nobody else may take them. */
  private readonly busy = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  /** Decisions are one after the other: the limits of the second count the first. */
  private turn: Promise<void> = Promise.resolve();

  constructor(options: RunDeskOptions) {
    this.options = options;
  }

  /** Goes on with what a crash left. */
  resume(): void {
    for (const run of this.options.book.runs())
      if (run.outcome === 'running') this.take(run.id, () => this.carryOut(run, true));
  }

  async stop(): Promise<void> {
    this.stopping.abort('the sidecar is stopping');
    await this.settled();
  }

  /** Resolves when nothing is decided on or carried out. */
  async settled(): Promise<void> {
    while (this.busy.size > 0) await Promise.all(this.busy.values());
  }

  /** Sets an action off, unless this id was set off before. @returns the run, as it stands once it was decided on */
  async setOff(wanted: NewRun): Promise<StoredRun | undefined> {
    const { book, clock } = this.options;
    if (!book.knows(wanted.id) && !this.busy.has(wanted.id)) {
      const run: StoredRun = {
        ...wanted,
        timeMs: clock.now(),
        outcome: 'refused',
        detail: '',
        target: '',
        isLive: true,
      };
      await this.decideOn(run);
    }
    return book.get(wanted.id);
  }

  /** Looks again at what waits: limits that are over, approvals that did not come. */
  async review(): Promise<void> {
    const { book, clock, settings } = this.options;
    for (const run of book.runs()) {
      if (!isWaiting(run) || this.busy.has(run.id)) continue;
      const { approvalTimeoutMs, historyMs } = settings();
      const isLate = clock.now() - run.timeMs >= (run.outcome === 'awaiting_approval' ? approvalTimeoutMs : historyMs);
      if (isLate) await this.end(run, { outcome: 'dismissed', detail: 'nobody approved it in time' });
      else if (run.outcome !== 'awaiting_approval') await this.decideOn(run);
    }
  }

  /** What set it off is over: it is not begun any more. */
  async resolved(id: string): Promise<void> {
    const run = this.options.book.get(id);
    if (!run?.isLive) return;
    if (isWaiting(run) && !this.busy.has(id))
      await this.end(
        { ...run, isLive: false },
        { outcome: 'dismissed', detail: 'it was over before the action was begun' },
      );
    else await this.options.book.put({ ...run, isLive: false });
  }

  /** @throws ObservatoryError `OBS_RECOVERY_RUN` (404), `OBS_RECOVERY_STATE` (409), and what the audit throws: nothing was done */
  async approve(id: string, by: Actor): Promise<StoredRun> {
    const run = this.awaiting(id);
    await this.options.audit(auditOf(run, 'approved', by));
    // Somebody else may have been quicker while that was written.
    const still = this.awaiting(id);
    await this.decideOn({ ...still, approvedBy: by.name });
    return this.options.book.get(id) ?? run;
  }

  /** @throws as `approve` */
  async dismiss(id: string, by: Actor): Promise<StoredRun> {
    const { book, clock, logger, audit } = this.options;
    const run = this.awaiting(id);
    // To do nothing is never refused for want of a record.
    await audit(auditOf(run, 'dismissed', by)).catch((error: unknown) =>
      logger.error({ error: messageOf(error) }, 'the audit does not have who dismissed a recovery action'),
    );
    const dismissed: StoredRun = {
      ...run,
      outcome: 'dismissed',
      detail: `dismissed by ${by.name}`,
      endedMs: clock.now(),
    };
    await book.put(dismissed);
    this.tell(dismissed);
    return dismissed;
  }

  private awaiting(id: string): StoredRun {
    const run = this.options.book.get(id);
    if (!run) throw new ObservatoryError('OBS_RECOVERY_RUN', `there is no recovery run ${id}`, { httpStatus: 404 });
    if (run.outcome === 'awaiting_approval' && run.isLive && !this.busy.has(id)) return run;
    throw new ObservatoryError('OBS_RECOVERY_STATE', `the recovery run ${id} waits for nobody: it is ${run.outcome}`, {
      httpStatus: 409,
      hint: run.detail,
    });
  }

  /** Decides; what is begun goes on after this has resolved. */
  private async decideOn(run: StoredRun): Promise<void> {
    let decided: () => void = () => {};
    const wasDecided = new Promise<void>((resolve) => (decided = resolve));
    const before = this.turn;
    this.turn = wasDecided;
    this.take(run.id, async () => {
      await before;
      await this.decideAndBegin(run, decided);
    });
    await wasDecided;
  }

  private take(id: string, work: () => Promise<void>): void {
    const { logger } = this.options;
    const done = work()
      .catch((error: unknown) =>
        logger.error({ run: id, error: messageOf(error) }, 'a recovery action cannot be kept on disk'),
      )
      .finally(() => this.busy.delete(id));
    this.busy.set(id, done);
  }

  private async decideAndBegin(run: StoredRun, decided: () => void): Promise<void> {
    const { book, clock, settings, control, targetOf, kinds } = this.options;
    try {
      const { actions, approvalTimeoutMs } = settings();
      const rule = actions.get(run.action);
      if (!rule)
        return await this.end(run, { outcome: 'refused', detail: `there is no recovery action ${run.action}` });
      let target: string;
      try {
        target = targetOf(rule, run.node);
      } catch (error) {
        return await this.end(run, { outcome: 'refused', detail: messageOf(error) });
      }
      const aimed = { ...run, target };
      const look = () => kinds[rule.does.kind].preview(requestOf(aimed, rule));
      const nowMs = clock.now();
      const decision = await decide(aimed, rule, look, {
        ...control(),
        nowMs,
        runs: book.runs(),
        isApproved: run.approvedBy !== undefined,
        approvalTimeoutMs,
      });
      if (decision === 'begin') return await this.begin({ ...aimed, beganMs: clock.now() }, decided);
      const { outcome, detail } = decision;
      const changed = { ...aimed, outcome, detail, ...(outcome === 'dry_run' && { beganMs: nowMs }) };
      if (!isWaiting(changed)) return await this.end(changed, decision);
      // What only waits longer is not told again.
      if (run.outcome === outcome && run.detail === detail) return;
      await book.put(changed);
      if (run.outcome !== outcome) this.tell(changed);
    } finally {
      decided();
    }
  }

  private async begin(run: StoredRun, decided: () => void): Promise<void> {
    const { book, audit } = this.options;
    const begun: StoredRun = { ...run, outcome: 'running', detail: 'it is under way' };
    try {
      await audit(auditOf(begun, 'requested'));
    } catch (error) {
      const { beganMs: _never, ...unbegun } = run;
      return this.end(unbegun, {
        outcome: 'refused',
        detail: `without an audit record nothing is done: ${messageOf(error)}`,
      });
    }
    // From here on nobody begins it a second time, and the limits count it.
    await book.put(begun);
    decided();
    await this.carryOut(begun, false);
  }

  private async carryOut(run: StoredRun, resumed: boolean): Promise<void> {
    const { book, settings, kinds, control } = this.options;
    const rule = settings().actions.get(run.action);
    if (!rule)
      return this.end(run, { outcome: 'unknown', detail: 'its action is no longer configured: look before you go on' });
    // A method's policy asks for the switch itself; control goes on with what it has begun.
    if (resumed && rule.does.kind !== 'method' && !control().automation)
      return this.end(run, {
        outcome: 'unknown',
        detail: 'it was under way when the sidecar ended, and the stop switch is on',
      });
    let result: ActionResult | 'interrupted';
    try {
      result = await kinds[rule.does.kind].perform(requestOf(run, rule), resumed, this.stopping.signal);
    } catch (error) {
      result = { outcome: 'unknown', detail: messageOf(error) };
    }
    if (result === 'interrupted') return;
    await this.end(
      { ...(book.get(run.id) ?? run), ...(result.execution !== undefined && { execution: result.execution }) },
      result,
    );
  }

  private async end(run: StoredRun, { outcome, detail }: Pick<StoredRun, 'outcome' | 'detail'>): Promise<void> {
    const { book, clock, audit, logger } = this.options;
    const ended: StoredRun = { ...run, outcome, detail, endedMs: clock.now() };
    await book.put(ended);
    this.tell(ended);
    // It has happened, or has not: that there is no record of it changes neither.
    await audit(auditOf(ended, `${outcome}: ${detail}`)).catch((error: unknown) =>
      logger.error(
        { run: run.id, outcome, error: messageOf(error) },
        'the audit does not have the end of a recovery action',
      ),
    );
  }

  private tell(run: StoredRun): void {
    const { id, alert, action, node, outcome } = run;
    this.options.logger[isOver(run) && outcome !== 'done' && outcome !== 'dry_run' ? 'warn' : 'info'](
      { run: id, alert, action, node, outcome },
      'recovery action',
    );
    const event = eventOf(run);
    if (event) this.options.publish(event);
  }
}

function requestOf(run: StoredRun, rule: ActionRule): ActionRequest {
  const { id, target, node, details, alert } = run;
  return { key: id, rule, target, nodeId: node, details, cause: alert };
}
