import { constants, userInfo } from 'node:os';
import path from 'node:path';
import type { CommandEnd, Recorder, RunFolder } from '@observatory/backend-sidecar/runs/index';
import type { RunAbortRule, RunRecord } from '@observatory/protocol/run-objects';
import { runDocuments, type RunDocuments } from './run-documents.ts';
import { Registration } from './run-registration.ts';
import { keepResults, resultFilesBefore } from './run-results.ts';
import { openSource, type OpenSource, type SourceFlags } from './run-source.ts';
import { VERSION } from './version.ts';

export interface WrapFlags extends SourceFlags {
  name: string;
  out?: string;
  label: Record<string, string>;
  notes?: string;
  workload?: string;
  driver?: string;
  abortOn: string[];
  abortAfter: number;
  prices?: string;
}

/** Reading everything back at the end may take so long; then the looks stand in. */
const COLLECT_TIMEOUT_MS = 30_000;
/** A command that is told to end gets so long before it is killed. */
const GRACE_MS = 10_000;
/** How often the sidecar is asked whether a run was ended there. */
const ASK_MS = 2000;

/**
 * Runs a command as a named run: looks at the cluster before, during and after, keeps its results, and writes the report; a
 * sidecar that can be reached keeps the run, too. The exit code is the command's; nothing that fails around it changes that.
 */
export async function runWrapped(command: string[], flags: WrapFlags): Promise<void> {
  const { wrapCommand } = await import('@observatory/backend-sidecar/runs/index');
  const run = await WrappedRun.prepare(command, flags);
  const before = await resultFilesBefore();
  const wrapped = wrapCommand(command[0], command.slice(1));
  const unwatch = run.watch((reason) => {
    tell(`${reason}: ${command[0]} is told to end`);
    wrapped.kill(GRACE_MS);
  });
  const end = await wrapped.ended;
  unwatch();
  if (end.exitCode === 127) tell(`${command[0]} was not found`);
  if (end.exitCode === 126) tell(`${command[0]} cannot be run`);
  await run.finish(end, before);
  process.exitCode = end.signal ? 128 + constants.signals[end.signal] : end.exitCode;
}

/** Everything around the command. No method throws: troubles are told and kept with the run. */
class WrappedRun {
  private record: RunRecord;
  private readonly flags: WrapFlags;
  private readonly folder: RunFolder;
  private open: OpenSource | undefined;
  private recorder: Recorder | undefined;
  private registration: Registration | undefined;
  private aborted = '';

  private constructor(record: RunRecord, flags: WrapFlags, folder: RunFolder) {
    this.record = record;
    this.flags = flags;
    this.folder = folder;
  }

  static async prepare(command: readonly string[], flags: WrapFlags): Promise<WrappedRun> {
    const { newRunId, Recorder, RunFolder } = await import('@observatory/backend-sidecar/runs/index');
    const { systemClock } = await import('@observatory/backend-sidecar/util/clock');
    const documents = await runDocuments(command, flags);
    const record = newRecord(
      command,
      flags,
      documents.troubles,
      newRunId(flags.name, Date.now(), () => false),
    );
    const folder = new RunFolder(flags.out ?? path.join('runs', record.id));
    const run = new WrappedRun(record, flags, folder);
    await run.guarded('The folder of the run', async () => {
      await folder.create();
      if (documents.workload !== undefined) await folder.write('workload.yaml', documents.workload);
      if (documents.driver !== undefined) await folder.write('driver.yaml', documents.driver);
      await folder.writeRecord(record);
    });
    await run.guarded('What measures the cluster', async () => void (run.open = await openSource(flags)));
    if (run.open) {
      run.record.source = run.open.kind;
      run.recorder = new Recorder({
        folder: folder.path,
        stepMs: record.stepMs,
        source: run.open.source,
        clock: systemClock,
        collectTimeoutMs: COLLECT_TIMEOUT_MS,
      });
      if (run.open.kind === 'prometheus') await run.register(documents);
      run.record.startedMs = Date.now();
      await run.recorder.start();
    }
    return run;
  }

  /** Told once when the run is to end: a rule is broken, or it was ended at the sidecar. Only where the user asked for it. */
  watch(onAbort: (reason: string) => void): () => void {
    const { abortOn } = this.flags;
    if (abortOn.length === 0) return () => {};
    const abort = (reason: string) => {
      if (this.aborted !== '') return;
      this.aborted = reason;
      onAbort(reason);
    };
    if (this.registration) return this.watchSidecar(this.registration, abort);
    return this.watchRules(abort);
  }

  async finish(end: CommandEnd, before: ReadonlyMap<string, number>): Promise<void> {
    const endedMs = Date.now();
    const timeseries = await this.recorder?.stop({ fromMs: this.record.startedMs, toMs: endedMs });
    for (const trouble of this.recorder?.troubles ?? []) this.trouble(`${trouble}.`);
    const results = await this.guarded('The results', () => keepResults(this.folder, before));
    await this.hand(end, results ?? []);
    await this.guarded('The run', async () => {
      const { finishRun } = await import('@observatory/backend-sidecar/runs/index');
      const { parsePrices } = await import('@observatory/backend-sidecar/runs/cost/prices');
      const given = this.flags.prices;
      const prices = given === undefined ? undefined : await this.guarded('--prices', async () => parsePrices(given));
      this.record = { ...this.record, ...this.outcome(end), endedMs, looks: timeseries?.times.length ?? 0 };
      await this.folder.writeRecord({ ...this.record, unfinished: true });
      this.record = {
        ...this.record,
        ...(await finishRun(this.folder, this.record, { version: VERSION, timeseries, prices })),
      };
      await this.folder.writeRecord(this.record);
      if (this.record.reported) tell(this.folder.file('report', 'index.html'));
    });
    for (const sentence of [...this.record.troubles, ...(timeseries?.gaps ?? [])]) tell(sentence.replace(/\.$/, ''));
    await this.open?.close().catch(() => {});
  }

  private outcome({ exitCode, signal }: CommandEnd): Pick<RunRecord, 'state' | 'exitCode' | 'signal' | 'reason'> {
    const failed = exitCode !== 0 || signal !== undefined;
    return {
      state: this.aborted === '' ? (failed ? 'failed' : 'finished') : 'aborted',
      exitCode,
      ...(signal !== undefined && { signal }),
      ...(this.aborted !== '' && { reason: this.aborted }),
    };
  }

  /** What the sidecar shall know: it measures by itself. */
  private async register({ workload, driver }: RunDocuments): Promise<void> {
    const { name, labels, notes, cluster, command, stepMs, abort } = this.record;
    try {
      this.registration = await Registration.begin(this.flags, {
        ...{ name, labels, notes, cluster, command, abort, workload, driver },
        stepSeconds: stepMs / 1000,
      });
      // One run, one id: brought there again, the folder is known to be the same.
      this.record = { ...this.record, id: this.registration.id, source: 'store' };
    } catch (error) {
      // Another engine, or a sidecar whose operator we are not: the folder is all there is, and nothing is missing in it.
      tell(`the run is only kept in ${this.folder.path} (${messageOf(error)})`);
    }
  }

  private async hand(end: CommandEnd, results: readonly string[]): Promise<void> {
    const { registration } = this;
    if (!registration) return;
    for (const file of results)
      await this.guarded(`${path.basename(file)} for the sidecar`, () => registration.upload(file));
    await this.guarded('The end of the run for the sidecar', async () => {
      if ((await registration.state()).state !== 'running') return;
      const { state, reason = '', ...how } = this.outcome(end);
      await registration.end({ ...how, reason, state: state === 'failed' || state === 'aborted' ? state : 'finished' });
    });
  }

  private watchSidecar(registration: Registration, abort: (reason: string) => void): () => void {
    const timer = setInterval(() => {
      registration.state().then(
        ({ state, reason }) => {
          if (state !== 'running') abort(reason ?? `the run was ended at the sidecar (${state})`);
        },
        () => {},
      );
    }, ASK_MS);
    return () => clearInterval(timer);
  }

  private watchRules(abort: (reason: string) => void): () => void {
    const { open, record } = this;
    if (!open) {
      this.trouble('No rule could be watched: there is nothing to ask.');
      return () => {};
    }
    let stop = () => {};
    void this.guarded('The rules', async () => {
      const { AbortWatch } = await import('@observatory/backend-sidecar/runs/index');
      const { systemClock } = await import('@observatory/backend-sidecar/util/clock');
      const watch = new AbortWatch({
        rules: record.abort,
        promql: open.source.promql,
        clock: systemClock,
        onBreach: abort,
        onTrouble: (sentence) => this.trouble(sentence),
      });
      watch.start();
      stop = () => void watch.stop();
    });
    return () => stop();
  }

  private async guarded<Result>(what: string, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      this.trouble(`${what} failed (${messageOf(error)}).`);
      return undefined;
    }
  }

  private trouble(sentence: string): void {
    if (!this.record.troubles.includes(sentence)) this.record.troubles = [...this.record.troubles, sentence];
  }
}

function newRecord(command: readonly string[], flags: WrapFlags, troubles: string[], id: string): RunRecord {
  return {
    schema: 'pulsar-observatory/run/1',
    id,
    name: flags.name,
    labels: flags.label,
    notes: flags.notes ?? '',
    state: 'running',
    cluster: flags.cluster ?? '',
    source: 'prometheus',
    startedMs: Date.now(),
    // Its arguments may hold secrets.
    command: command[0],
    by: userName(),
    stepMs: flags.every * 1000,
    looks: 0,
    troubles,
    results: [],
    figures: [],
    findings: [],
    reported: false,
    clusterState: [],
    abort: flags.abortOn.map((expr, index): RunAbortRule => ({
      name: `rule ${index + 1}`,
      expr,
      forSeconds: flags.abortAfter,
    })),
    unfinished: false,
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** To the error stream: the command's output is not ours. */
function tell(text: string): void {
  console.error(`observatory run: ${text}`);
}
