import type { Labels } from '../../model/labels.ts';
import { CAPABILITIES, type Probe } from './capability-table.ts';

/** Probes are known by their number; a series is known by the set of probes that it matches. */
export interface IndexedProbe extends Probe {
  number: number;
}

/** Names met so far are remembered with their probes; some hold addresses, hence the bound. */
const NAMES_KEPT = 20_000;

/** Finds which probes a series matches, at the cost of one look into a map for most. */
export class ProbeIndex {
  readonly probes: IndexedProbe[] = [];
  /** Numbers of the probes of each capability, in the order of the table. */
  readonly numbers: { on: number[]; off: number[]; beside: number[] | undefined }[];
  private readonly byName = new Map<string, readonly IndexedProbe[]>();

  constructor() {
    const numberOf = (probe: Probe): number => this.probes.push({ ...probe, number: this.probes.length }) - 1;
    this.numbers = CAPABILITIES.map(({ on, off, beside }) => ({
      on: on.map(numberOf),
      off: off.map(numberOf),
      beside: beside?.map(numberOf),
    }));
  }

  matching(labels: Labels): IndexedProbe[] {
    const found = this.candidates(labels.metricName);
    return found.length === 0 ? NONE : found.filter((probe) => fits(probe, labels));
  }

  private candidates(name: string): readonly IndexedProbe[] {
    let found = this.byName.get(name);
    if (!found) {
      found = this.probes.filter((probe) =>
        probe.name.endsWith('*') ? name.startsWith(probe.name.slice(0, -1)) : name === probe.name,
      );
      if (this.byName.size >= NAMES_KEPT) this.byName.clear();
      this.byName.set(name, found.length === 0 ? NONE : found);
    }
    return found;
  }
}

const NONE: IndexedProbe[] = [];

function fits({ label, matches, without }: Probe, labels: Labels): boolean {
  if (label !== undefined && (matches ? !matches.test(labels.get(label)) : !labels.has(label))) return false;
  return without === undefined || !labels.has(without);
}
