import type { Labels } from '../../model/labels.ts';
import type { SampleBatch, SeriesRef } from '../../storage.ts';
import { RefTable } from '../ref-table.ts';
import { CAPABILITIES } from './capability-table.ts';
import type { IndexedProbe, ProbeIndex } from './probe-index.ts';

export type CapabilityState = 'on' | 'off' | 'unknown';

export interface ExposureChange {
  /** `job`, `instance`, and `cluster` and `node` where they are known. */
  target: Labels;
  capability: string;
  from: CapabilityState;
  to: CapabilityState;
  timestampMs: number;
}

const TARGET_LABELS = new Set(['cluster', 'instance', 'job', 'node']);

/**
 * What one target exposes, read from the names and labels of its series. Most series match nothing; those that do are kept
 * with the number of their set of probes, and only when the list of series differs is it looked through.
 */
export class TargetExposure {
  private readonly index: ProbeIndex;
  private readonly onChange: (change: ExposureChange) => void;
  /** Ref -> number of its set of probes. */
  private readonly sets = new RefTable();
  private readonly known: IndexedProbe[][] = [[]];
  private readonly setNumbers = new Map<string, number>();
  private readonly states: CapabilityState[] = CAPABILITIES.map(() => 'unknown');
  /** The last state that was not unknown: topics that all leave do not turn a switch. */
  private readonly definite: CapabilityState[] = CAPABILITIES.map(() => 'unknown');
  private target: Labels | undefined;
  version: string | undefined;
  series = 0;
  lastScrapeMs = NaN;
  startedMs: number | undefined;

  constructor(index: ProbeIndex, onChange: (change: ExposureChange) => void) {
    this.index = index;
    this.onChange = onChange;
  }

  /** The labels of the target that are common to its series. */
  get labels(): Labels | undefined {
    return this.target;
  }

  stateOf(capability: number): CapabilityState {
    return this.states[capability];
  }

  /** Whether a series matters to what is on or off. */
  isTelling(ref: SeriesRef): boolean {
    return this.sets.get(ref) !== 0;
  }

  /** A series that is new. */
  learn(ref: SeriesRef, labels: Labels): void {
    if (!this.target || (!this.target.has('cluster') && labels.has('cluster')))
      this.target = labels.keep(TARGET_LABELS);
    if (labels.metricName === 'pulsar_version_info') this.version = labels.get('version') || undefined;
    const probes = this.index.matching(labels);
    if (probes.length === 0) return;
    const key = probes.map(({ number }) => number).join();
    let set = this.setNumbers.get(key);
    if (set === undefined) this.setNumbers.set(key, (set = this.known.push(probes) - 1));
    this.sets.set(ref, set);
  }

  /** The list of series differs from the last scrape's. @param hasRestarted then a change is no event. */
  setLayout({ refs, length, values, timestampMs }: SampleBatch, hasRestarted: boolean): void {
    this.series = length;
    const seen = new Uint8Array(this.index.probes.length);
    for (let i = 0; i < length; i++) {
      const set = this.sets.get(refs[i]);
      if (set === 0) continue;
      for (const { number, isBusy } of this.known[set]) if (!isBusy || values[i] > 0) seen[number] = 1;
    }
    const isSeen = (number: number): boolean => seen[number] === 1;
    this.index.numbers.forEach(({ on, off, beside }, i) => {
      const applies = !beside || beside.some(isSeen);
      const state = !applies ? 'unknown' : on.some(isSeen) ? 'on' : off.some(isSeen) ? 'off' : 'unknown';
      this.update(i, state, timestampMs, hasRestarted);
    });
    if (this.sets.size > 2 * length + 1000) this.forgetUnused(refs.subarray(0, length));
  }

  private update(i: number, state: CapabilityState, timestampMs: number, hasRestarted: boolean): void {
    this.states[i] = state;
    if (state === 'unknown') return;
    const from = this.definite[i];
    this.definite[i] = state;
    if (from === 'unknown' || from === state || hasRestarted || !this.target) return;
    this.onChange({ target: this.target, capability: CAPABILITIES[i].id, from, to: state, timestampMs });
  }

  private forgetUnused(refs: Uint32Array): void {
    const kept: [SeriesRef, number][] = [];
    for (const ref of refs) {
      const set = this.sets.get(ref);
      if (set !== 0) kept.push([ref, set]);
    }
    this.sets.clear();
    for (const [ref, set] of kept) this.sets.set(ref, set);
  }
}
