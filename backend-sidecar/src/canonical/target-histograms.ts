import type { DerivedBatch } from './derived-batch.ts';
import type { StatsClockName } from './histogram-families.ts';
import { columnsOf, type HistogramGroup } from './histogram-group.ts';
import { HistogramOutput } from './histogram-output.ts';
import { PeriodReport } from './period-report.ts';
import { PeriodClock, type StepVerdict } from './period-clock.ts';

export interface HistogramOptions {
  /** The source's period until its edges say otherwise. */
  periodMs: number;
  /** Canonical histogram series one target may have by topic; beyond it they are by namespace. */
  maxSeries: number;
}

const TARGET_LABELS = new Set(['cluster', 'instance', 'job', 'node']);
const TOPIC_LABELS = new Set(['topic', 'partition', 'subscription']);

/** Where a native column of the batch goes. */
export interface HistogramColumn {
  group: HistogramGroup;
  column: number;
  batchIndex: number;
}

/**
 * The histograms of one target. It holds the numbers of the last scrape, compares them with the next one's, and adds a
 * period to the canonical histogram when the clock says that one ended. Cost of a scrape without an edge: one copy and one
 * comparison for each native bucket.
 */
export class TargetHistograms {
  private readonly batch: DerivedBatch;
  private readonly options: HistogramOptions;
  private readonly clocks = new Map<StatsClockName, PeriodClock>();
  private readonly outputs = new Map<string, HistogramOutput>();
  private groups: HistogramGroup[] = [];
  private inputs = new Float64Array(0);
  private previous = new Float64Array(0);
  /** Index in the batch of each input, -1 where the source lacks the column. */
  private sources = new Int32Array(0);
  private byNamespace = false;
  private isFirst = true;
  private lastScrapeMs = NaN;
  private report: PeriodReport | undefined;
  private isInDoubt = false;

  constructor(batch: DerivedBatch, options: HistogramOptions) {
    this.batch = batch;
    this.options = options;
  }

  get isEmpty(): boolean {
    return this.groups.length === 0;
  }

  /** Takes over what the target exposes now; what it no longer does becomes stale. */
  setLayout(columns: readonly HistogramColumn[], timestampMs: number): void {
    const present = new Set(columns.map(({ group }) => group));
    for (const group of this.groups) {
      if (present.has(group)) continue;
      this.release(group, timestampMs);
      group.isKnown = false;
      group.offset = -1;
    }
    const groups = [...present];
    let length = 0;
    const previous = new Float64Array(groups.reduce((sum, { family }) => sum + columnsOf(family), 0));
    for (const group of groups) {
      const width = columnsOf(group.family);
      if (group.offset >= 0) previous.set(this.previous.subarray(group.offset, group.offset + width), length);
      group.offset = length;
      length += width;
    }
    this.sources = new Int32Array(length).fill(-1);
    for (const { group, column, batchIndex } of columns) this.sources[group.offset + column] = batchIndex;
    this.inputs = new Float64Array(length);
    this.previous = previous;
    this.groups = groups;
    this.assignOutputs(timestampMs);
    this.updateReport(timestampMs);
  }

  /** Reads one scrape. */
  step(timestampMs: number, values: Float64Array): void {
    const { inputs, previous, sources } = this;
    for (let i = 0; i < sources.length; i++) {
      const value = sources[i] < 0 ? 0 : values[sources[i]];
      // A NaN says nothing: what was known stays.
      inputs[i] = value >= 0 ? value : previous[i];
    }
    const sinceLastMs = timestampMs - this.lastScrapeMs;
    for (const name of ['ledger_stats', 'broker_stats', 'scrape'] as const)
      this.stepClock(name, timestampMs, sinceLastMs);
    this.previous.set(inputs);
    this.lastScrapeMs = timestampMs;
    this.isFirst = false;
  }

  private stepClock(name: StatsClockName, timestampMs: number, sinceLastMs: number): void {
    let present = 0;
    let changed = 0;
    let busy = 0;
    for (const group of this.groups) {
      if (group.family.clock !== name) continue;
      present++;
      if (!group.isKnown) continue;
      const { isBusy, isChanged } = this.compare(group);
      if (isBusy) busy++;
      if (isChanged) changed++;
    }
    if (present === 0) return;
    const clock = this.clock(name);
    const verdict: StepVerdict =
      name === 'scrape' ? { kind: 'edge', missed: 0 } : clock.step(timestampMs, { changed, busy });
    if (name === 'ledger_stats') {
      this.countPeriods(verdict);
    }
    // An edge may be seen half: then what did not move is left for one more scrape, if there is one before the next edge.
    const mayWait = name !== 'scrape' && sinceLastMs <= clock.periodMs / 2;
    for (const group of this.groups) {
      if (group.family.clock === name) this.account(group, verdict, mayWait, clock.periodMs, timestampMs);
    }
  }

  private countPeriods({ kind, missed }: StepVerdict): void {
    // A doubtful edge is one once the next scrape shows no better.
    const seen = (kind === 'edge' || kind === 'silent' ? 1 : 0) + (this.isInDoubt && kind !== 'edge' ? 1 : 0);
    this.isInDoubt = kind === 'doubtful';
    if (seen + missed === 0) return;
    this.report?.add(seen, missed);
    this.batch.touch();
  }

  private account(
    group: HistogramGroup,
    { kind }: StepVerdict,
    mayWait: boolean,
    periodMs: number,
    timestampMs: number,
  ): void {
    const { inputs, previous } = this;
    const before = group.atEdge;
    group.atEdge = undefined;
    if (!group.isKnown) {
      group.isKnown = true;
      // What a topic shows when it first appears is news only after an edge; on the first scrape its time is unknown.
      if (kind === 'edge' && !this.isFirst) this.credit(group, inputs, periodMs, timestampMs);
      else if (group.output) group.output.isNew = false;
      return;
    }
    const { isChanged, isBusy } = this.compare(group);
    if (!isBusy) return;
    if (kind === 'edge') {
      if (isChanged || !mayWait) this.credit(group, inputs, periodMs, timestampMs);
      if (mayWait) group.atEdge = isChanged ? 'changed' : 'waiting';
    } else if (kind === 'doubtful') {
      if (mayWait) group.atEdge = 'waiting';
      else this.credit(group, inputs, periodMs, timestampMs);
    } else if (kind === 'silent' || before === 'waiting') {
      // Two equal periods, or the late half of an edge: in both cases these numbers were not counted yet.
      this.credit(group, inputs, periodMs, timestampMs);
    } else if (isChanged && before === 'changed') {
      // Caught in the middle of its renewal; the rest came now.
      this.credit(group, rest(inputs, previous, group), periodMs, timestampMs, 0);
    }
    // Any other change between edges is the unloading of topics: what remains was counted.
  }

  private compare(group: HistogramGroup): { isBusy: boolean; isChanged: boolean } {
    const { inputs, previous } = this;
    const end = group.offset + columnsOf(group.family);
    let isBusy = false;
    let isChanged = false;
    for (let i = group.offset; i < end; i++) {
      if (inputs[i] !== previous[i]) isChanged = true;
      if (inputs[i] > 0 || previous[i] > 0) isBusy = true;
    }
    COMPARED.isBusy = isBusy;
    COMPARED.isChanged = isChanged && isBusy;
    return COMPARED;
  }

  private credit(
    group: HistogramGroup,
    from: Float64Array,
    periodMs: number,
    timestampMs: number,
    offset = group.offset,
  ): void {
    const { output } = group;
    if (!output) return;
    if (output.isNew) {
      this.batch.appendZeros(output, timestampMs);
      output.isNew = false;
    }
    output.add(from, offset, periodMs);
    this.batch.touch();
  }

  private clock(name: StatsClockName): PeriodClock {
    let clock = this.clocks.get(name);
    if (!clock) this.clocks.set(name, (clock = new PeriodClock(this.options.periodMs)));
    return clock;
  }

  private assignOutputs(timestampMs: number): void {
    const series = this.groups.reduce((sum, { family }) => sum + columnsOf(family) + 1, 0);
    // Back to topics only when there is room to spare, so that a topic more or less does not turn it each time.
    const byNamespace = this.byNamespace ? series > this.options.maxSeries / 2 : series > this.options.maxSeries;
    if (byNamespace !== this.byNamespace) {
      for (const group of this.groups) this.release(group, timestampMs);
      this.byNamespace = byNamespace;
    }
    for (const group of this.groups) this.assign(group);
  }

  private assign(group: HistogramGroup): void {
    const labels = this.byNamespace ? group.labels.without(TOPIC_LABELS) : group.labels;
    const key = `${group.family.canonical}\n${labels.key()}`;
    let output = this.outputs.get(key);
    if (group.output) return;
    if (!output) this.outputs.set(key, (output = new HistogramOutput(group.family, labels)));
    output.members++;
    group.output = output;
    this.batch.add(output);
  }

  private updateReport(timestampMs: number): void {
    const clocked = this.groups.find(({ family }) => family.clock === 'ledger_stats');
    if (!clocked) {
      if (this.report) this.batch.remove(this.report, timestampMs);
      this.report = undefined;
    } else if (!this.report) {
      this.report = new PeriodReport(clocked.labels.keep(TARGET_LABELS));
      this.batch.add(this.report);
    }
  }

  private release(group: HistogramGroup, timestampMs: number): void {
    const { output } = group;
    group.output = undefined;
    if (!output || --output.members > 0) return;
    this.batch.remove(output, timestampMs);
    this.outputs.delete(`${group.family.canonical}\n${output.labels.key()}`);
  }
}

/** One object for all comparisons: there are thousands in a scrape. */
const COMPARED = { isBusy: false, isChanged: false };

function rest(inputs: Float64Array, previous: Float64Array, { offset, family }: HistogramGroup): Float64Array {
  const width = columnsOf(family);
  const more = new Float64Array(width);
  for (let i = 0; i < width; i++) more[i] = Math.max(0, inputs[offset + i] - previous[offset + i]);
  return more;
}
