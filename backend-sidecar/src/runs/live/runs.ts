import { utimes } from 'node:fs/promises';
import type { RunChange, RunDetails, RunInfo, RunList, RunRecord } from '@observatory/protocol/run-objects';
import { reportPlots as plotsSchema, type ReportPlots, type RunTimeseries } from '@observatory/protocol/runs';
import type { NewEvent } from '../../events/index.ts';
import type { PromqlSource } from '../../storage.ts';
import type { Clock } from '../../util/clock.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import { redactYaml } from '../documents/redact-yaml.ts';
import { examineRun, runData, type ExplainSpan } from '../finish/finish-run.ts';
import { parseOmb } from '../omb/index.ts';
import { LookLog } from '../record/look-log.ts';
import { rangeTimeseries } from '../record/range-timeseries.ts';
import type { MeasureSource } from '../record/snapshot.ts';
import { reportPlots } from '../report/report-plots.ts';
import type { RunData } from '../run-data.ts';
import { LOOKS, type RunFolder } from '../store/run-folder.ts';
import { newRunId } from '../store/run-id.ts';
import type { RunStore } from '../store/run-store.ts';
import { ActiveRun, MOST_RUN_MS } from './active-run.ts';
import { newRecord, runEvent, type NewRun } from './new-run.ts';
import { RunFinisher } from './run-finisher.ts';

export interface RunEnd {
  state: 'finished' | 'failed' | 'aborted' | 'interrupted';
  exitCode?: number;
  signal?: string;
  reason: string;
}

export interface RunsOptions {
  store: RunStore;
  clock: Clock;
  logger: Logger;
  version: string;
  promql: PromqlSource;
  /** The one cluster there is, when there is one: what a run without a name of a cluster is about. */
  onlyCluster: () => string;
  /** Nodes by tier and version, in words; of one cluster or (empty) of all. */
  clusterState: (cluster: string) => [string, string][];
  /** Causes of a run's worst span, for its report; left out where nothing can be asked. */
  explain?: ExplainSpan;
  onChange: (info: RunInfo) => void;
  onGone: (id: string) => void;
  publish: (event: NewEvent) => void;
}

/** Every look asks some twenty questions. */
const MOST_ACTIVE = 20;

/**
 * The runs of a sidecar: begins, follows and ends them, and keeps what they left. Whoever ends a run gets its answer at once;
 * series and report are written behind it, in an order of its own for each run, and by the next start if this one stops.
 */
export class Runs {
  private readonly options: RunsOptions;
  private readonly active = new Map<string, ActiveRun>();
  private readonly finisher: RunFinisher;

  constructor(options: RunsOptions) {
    this.options = options;
    this.finisher = new RunFinisher({
      ...options,
      sourceOf: (id) => this.sourceOf(options.store.record(id)),
      takeActive: (id) => {
        const run = this.active.get(id);
        this.active.delete(id);
        return run;
      },
      onTrouble: (id, sentence) => this.trouble(id, sentence),
      onDone: (id) => void this.told(options.store.info(id)),
    });
  }

  /** Goes on with what an earlier process left: runs that still last, and files that were not all written. */
  async start(): Promise<void> {
    const { store, clock, logger } = this.options;
    for (const name of await store.open())
      logger.warn({ folder: name }, 'a folder of runs holds no run; it is left alone');
    for (const record of store.records()) {
      if (record.unfinished) this.finisher.later(record.id, true);
      else if (record.state !== 'running') continue;
      else if (record.durationSeconds === undefined && clock.now() - record.startedMs > MOST_RUN_MS)
        await this.end(record.id, { state: 'interrupted', reason: 'nobody ended it within a day' });
      else {
        const folder = store.folder(record.id);
        store.note(record.id, { looks: await new LookLog(folder.file('metrics', LOOKS)).count() });
        this.follow(record, folder, true);
      }
    }
  }

  /** Runs that last go on with the next start. */
  async stop(): Promise<void> {
    const finished = this.finisher.stop();
    await Promise.all([...this.active.values()].map((run) => run.pause()));
    for (const id of this.active.keys()) await this.options.store.change(id, {}).catch(() => {});
    await finished;
  }

  /** Resolves when no files are being written. */
  settled(): Promise<void> {
    return this.finisher.settled();
  }

  list(): RunList {
    const runs = this.options.store.list();
    return { runs, total: runs.length };
  }

  info(id: string): RunInfo {
    return this.options.store.info(id);
  }

  async details(id: string): Promise<RunDetails> {
    const { store } = this.options;
    const folder = store.folder(id);
    const { clusterState, abort, durationSeconds } = store.record(id);
    const [workload, driver] = [await folder.readText('workload.yaml'), await folder.readText('driver.yaml')];
    return {
      ...store.info(id),
      clusterState,
      abort,
      ...(durationSeconds !== undefined && { durationSeconds }),
      ...(workload !== undefined && { workload }),
      ...(driver !== undefined && { driver }),
      files: await folder.list(),
    };
  }

  folder(id: string): RunFolder {
    return this.options.store.folder(id);
  }

  /** The charts of a run; of one that lasts, as far as it has come. */
  async plots(id: string): Promise<ReportPlots> {
    const { store, version } = this.options;
    const record = store.record(id);
    const folder = store.folder(id);
    if (record.state !== 'running') {
      const stored = await folder.readJson('metrics/plot_data.json', plotsSchema);
      if (stored) return stored;
    }
    const { input } = await examineRun(folder, record, { version, timeseries: await this.timeseries(id) });
    return reportPlots(input);
  }

  /** What was measured, for comparisons. */
  async data(id: string): Promise<RunData> {
    return runData(this.folder(id), this.info(id), await this.timeseries(id));
  }

  /** @throws ObservatoryError OBS_RUN_TOO_MANY, OBS_RUN_WRITE */
  async begin(wanted: NewRun, by: string): Promise<RunInfo> {
    if (this.active.size >= MOST_ACTIVE) {
      throw new ObservatoryError(
        'OBS_RUN_TOO_MANY',
        `${MOST_ACTIVE} runs last already, each with questions of its own`,
        {
          httpStatus: 429,
          hint: 'end those that are over: "observatory run list" names them',
        },
      );
    }
    const { store, clock, publish, onlyCluster, clusterState } = this.options;
    const startedMs = clock.now();
    const cluster = wanted.cluster === '' ? onlyCluster() : wanted.cluster;
    const record = newRecord(wanted, {
      id: newRunId(wanted.name, startedMs, (id) => store.has(id)),
      startedMs,
      by,
      cluster,
      clusterState: clusterState(cluster),
    });
    const folder = await store.create(record);
    if (wanted.workload !== undefined) await folder.write('workload.yaml', wanted.workload);
    // Whoever sent it may not have looked for secrets.
    if (wanted.driver !== undefined) await folder.write('driver.yaml', redactYaml(wanted.driver));
    this.follow(record, folder, false);
    publish(runEvent(record, 'run_began', `Run ${record.name} began, started by ${by}`, startedMs));
    return this.told(store.info(record.id));
  }

  /** @throws ObservatoryError OBS_RUN_STATE when it is over already */
  async end(id: string, { state, exitCode, signal, reason }: RunEnd): Promise<RunInfo> {
    const { store, clock, publish } = this.options;
    const record = store.record(id);
    if (record.state !== 'running') {
      throw new ObservatoryError('OBS_RUN_STATE', `run ${id} is over already: ${record.state}`, { httpStatus: 409 });
    }
    const endedMs = clock.now();
    const info = await store.change(id, {
      state,
      endedMs,
      unfinished: true,
      ...(exitCode !== undefined && { exitCode }),
      ...(signal !== undefined && { signal }),
      ...(reason !== '' && { reason }),
    });
    this.finisher.later(id, true);
    const because = reason === '' ? '' : `: ${reason}`;
    publish(runEvent(record, 'run_ended', `Run ${record.name} ended, ${state}${because}`, endedMs, state));
    return this.told(info);
  }

  async change(id: string, change: RunChange): Promise<RunInfo> {
    const info = await this.options.store.change(id, change);
    // Name, labels and notes stand in the report.
    if (info.state !== 'running') this.finisher.later(id, false);
    return this.told(info);
  }

  async remove(id: string): Promise<void> {
    const { store, onGone } = this.options;
    const run = this.active.get(id);
    store.record(id);
    this.active.delete(id);
    await run?.pause();
    await this.finisher.done(id);
    await store.remove(id);
    onGone(id);
  }

  /**
   * Keeps a result of the benchmark. A file of the same name is replaced.
   * @param modifiedMs when the benchmark wrote it, as far as is known
   * @throws ObservatoryError OBS_RUN_RESULT when it is none
   */
  async addResult(id: string, file: string, content: Buffer, modifiedMs: number | undefined): Promise<RunInfo> {
    const { store } = this.options;
    const folder = store.folder(id);
    const parsed = parseOmb(content.toString('utf8'), file);
    if (parsed.status === 'refused') {
      throw new ObservatoryError('OBS_RUN_RESULT', `${file} is no result of a benchmark: ${parsed.reason}`, {
        httpStatus: 422,
        hint: 'send the JSON file that OpenMessaging Benchmark writes at the end of a workload',
      });
    }
    const name = `benchmark_results/${file}`;
    await folder.write(name, content);
    if (modifiedMs !== undefined) await utimes(folder.file(name), modifiedMs / 1000, modifiedMs / 1000);
    const { results, state } = store.record(id);
    const entry = { file, driver: parsed.result.driver ?? '', workload: parsed.result.workload ?? '' };
    const info = await store.change(id, { results: [...results.filter((each) => each.file !== file), entry] });
    if (state !== 'running') this.finisher.later(id, false);
    return this.told(info);
  }

  /** A run whose files somebody else brought: its report is written anew. */
  async adopted(id: string): Promise<RunInfo> {
    this.finisher.later(id, false);
    await this.finisher.done(id);
    return this.info(id);
  }

  private follow(record: RunRecord, folder: RunFolder, resumed: boolean): void {
    const { store, clock } = this.options;
    const { id } = record;
    const run = new ActiveRun({
      record,
      folder,
      source: this.sourceOf(record),
      clock,
      onLook: () => this.told(store.note(id, { looks: store.record(id).looks + 1 })),
      onTrouble: (sentence) => this.trouble(id, sentence),
      onOver: (state, reason) => void this.over(id, { state, reason }),
    });
    this.active.set(id, run);
    void run.start(resumed);
  }

  private async over(id: string, end: RunEnd): Promise<void> {
    try {
      await this.end(id, end);
    } catch (error) {
      this.options.logger.error({ run: id, error: messageOf(error) }, 'a run could not be ended');
    }
  }

  private trouble(id: string, sentence: string): void {
    const { store } = this.options;
    if (!store.has(id)) return;
    const { troubles } = store.record(id);
    if (!troubles.includes(sentence)) this.told(store.note(id, { troubles: [...troubles, sentence] }));
  }

  private async timeseries(id: string): Promise<RunTimeseries | undefined> {
    const { store, clock } = this.options;
    const record = store.record(id);
    if (record.state !== 'running' && !record.unfinished) return store.folder(id).readTimeseries();
    const { startedMs, endedMs = clock.now(), stepMs } = record;
    return rangeTimeseries(this.sourceOf(record), { fromMs: startedMs, toMs: endedMs, stepMs });
  }

  private sourceOf({ cluster }: RunRecord): MeasureSource {
    return { promql: this.options.promql, cluster };
  }

  private told(info: RunInfo): RunInfo {
    this.options.onChange(info);
    return info;
  }
}
