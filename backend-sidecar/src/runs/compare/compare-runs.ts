/**
 * Compares runs with a base: the same measures over the same length of steady load, with intervals that know that samples of a
 * run depend on each other and, where runs were repeated, that runs differ. docs/guide/compare-runs.md has the method.
 */
import type { ComparedMeasure, MeasureEffect, RunComparison } from '@observatory/protocol/run-objects';
import { falseDiscoveryRates } from '../../analysis/math/tests.ts';
import type { Prices } from '../cost/prices.ts';
import type { RunData } from '../run-data.ts';
import { comparisonNotes } from './comparison-notes.ts';
import { changeOf, groupMean, runNoise, type Change, type Group, type RunNoise } from './effect.ts';
import type { MeasureDefinition } from './measure-definition.ts';
import { measureRun, type MeasuredRun } from './measured-run.ts';
import { regressionsOf } from './regressions.ts';
import { resample } from './resample.ts';
import { repeatsOf } from './run-groups.ts';
import { verdictOf } from './verdict.ts';

export interface CompareOptions {
  /** Further runs that repeat the compared ones: same label `group`, or same name. */
  repeats?: readonly RunData[];
  /** Adds the cost of a million messages. */
  prices?: Prices;
  /** Smallest change that matters, as a part of the base, for every measure; each has its own without it. */
  relevant?: number;
}

/** Compares `others` with `base`, measure by measure. Never throws: what cannot be compared is a note. */
export function compareRuns(
  base: RunData,
  others: readonly RunData[],
  { repeats = [], prices, relevant }: CompareOptions = {},
): RunComparison {
  const byWorkload = [base, ...others, ...repeats].some(({ results }) => results.length > 1);
  const measure = (run: RunData) => measureRun(run, { byWorkload, ...(prices && { prices }) });
  const compared = [base, ...others].map(measure);
  const shortest = Math.min(...compared.map((run) => run.seconds));
  // One that broke off early would shorten all of the comparison.
  const repeated = repeats.map(measure).filter((run) => run.seconds >= shortest * LEAST_REPEAT);
  const { groups, alone } = repeatsOf(compared, repeated);
  const seconds = Math.min(...[...compared, ...repeated].map((run) => run.seconds).filter((each) => each > 0));
  const ids = new Set(compared.flatMap(({ columns }) => [...columns.keys()]));
  const rows = [...ids].map((id) => rowOf(id, { groups, alone, seconds, relevant })).filter((row) => row !== undefined);
  judge(rows);
  const regressions = regressionsOf(rows, groups);
  return {
    base: base.info.id,
    runs: compared.map(({ run: { info }, phase, seconds: length }, index) => ({
      id: info.id,
      name: info.name,
      startedMs: info.startedMs,
      seconds: length,
      phase,
      ...(groups[index].length > 1 && { repeats: groups[index].length }),
    })),
    measures: rows.map(measureOf),
    regressions,
    notes: [
      ...comparisonNotes({ rows, groups, alone, seconds }),
      ...(repeated.length < repeats.length
        ? [
            `${repeats.length - repeated.length} of ${repeats.length} repeats are left out: their steady load is far shorter.`,
          ]
        : []),
    ],
  };
}

/** A repeat has to last at least this part of the shortest compared run. */
const LEAST_REPEAT = 0.8;

/** One measure of all runs, before it has words. */
export interface ComparedRow {
  definition: MeasureDefinition;
  noise?: RunNoise;
  /** One a compared run, the base first; absent where a run has nothing of this measure. */
  cells: { run: string; group?: Group; change?: Change; verdict: MeasureEffect['verdict'] }[];
}

interface RowFacts {
  groups: readonly MeasuredRun[][];
  alone: readonly MeasuredRun[][];
  seconds: number;
  relevant?: number | undefined;
}

function rowOf(id: string, { groups, alone, seconds, relevant }: RowFacts): ComparedRow | undefined {
  const all = [...groups, ...alone];
  const columns = all.flat().flatMap(({ columns: each }) => each.get(id) ?? []);
  const stepMs = Math.max(...columns.map((column) => column.stepMs));
  const rowCount = Number.isFinite(seconds) ? Math.max(1, Math.floor((seconds * 1000) / stepMs)) : Infinity;
  const groupOf = (runs: readonly MeasuredRun[]): Group | undefined => {
    const samples = runs.flatMap(({ columns: each }) => {
      const column = each.get(id);
      if (!column) return [];
      // All runs for the same length: what rises over time would make the longer one look worse.
      return [resample(column.values, column.stepMs, stepMs).slice(0, rowCount)];
    });
    const present = samples.filter((values) => values.some(Number.isFinite));
    return present.length === 0 ? undefined : { runs: present };
  };
  const sides = groups.map(groupOf);
  const noise = runNoise([...sides, ...alone.map(groupOf)].filter((group) => group !== undefined));
  // Floors may depend on the run (a second's worth of messages): the base's own counts.
  const definition = columns[0].definition;
  return {
    definition: relevant === undefined ? definition : { ...definition, relevant },
    ...(noise && { noise }),
    cells: groups.map(([{ run }], index) => {
      const [base, group] = [sides[0], sides[index]];
      return {
        run: run.info.id,
        ...(group && { group }),
        ...(index > 0 && base && group && { change: changeOf(base, group, noise) }),
        verdict: index === 0 ? 'base' : 'unclear',
      };
    }),
  };
}

/** Gives each cell its verdict; chance is shared out over all that is judged. */
function judge(rows: readonly ComparedRow[]): void {
  const judged = rows.flatMap(({ definition, cells }) =>
    cells.flatMap((cell) => (cell.change ? [{ definition, cell, change: cell.change }] : [])),
  );
  const counted = judged.filter(({ definition, change }) => definition.better !== 'neither' && !Number.isNaN(change.p));
  const rates = falseDiscoveryRates(counted.map(({ change }) => change.p));
  const baseOf = new Map(rows.flatMap(({ cells }) => cells.map((cell) => [cell, cells[0].group])));
  const rateOf = new Map(counted.map(({ cell }, index) => [cell, rates[index]]));
  for (const { definition, cell, change } of judged) {
    cell.verdict = verdictOf(definition, change, rateOf.get(cell) ?? NaN);
    const flawless = baseOf.get(cell);
    if (definition.isFact && flawless && isConstant(flawless) && Math.abs(change.difference) > definition.least) {
      cell.verdict = change.difference > 0 === (definition.better === 'higher') ? 'better' : 'worse';
    }
  }
  for (const [index] of (rows[0]?.cells ?? []).entries()) forgiveLoad(rows, index);
}

/** A base in which nothing ever happened, such as no node that was down. */
function isConstant({ runs }: Group): boolean {
  const samples = runs.flatMap((values) => [...values].filter(Number.isFinite));
  return samples.every((value) => value === samples[0]);
}

/** More load costs more CPU: what did not grow beyond the load is no regression. */
function forgiveLoad(rows: readonly ComparedRow[], index: number): void {
  const load = rows
    .filter(({ definition: { id } }) => /^(publish_rate|broker_rate_in)/.test(id))
    .map(({ cells }) => cells[index].change)
    .find((change) => change !== undefined);
  if (!load || !(load.low > 0)) return;
  for (const { definition, cells } of rows) {
    const cell = cells[index];
    if (definition.followsLoad && cell.verdict === 'worse' && !((cell.change?.low ?? 0) > load.high))
      cell.verdict = 'unclear';
  }
}

function measureOf({ definition: { id, title, unit, better }, noise, cells }: ComparedRow): ComparedMeasure {
  return {
    id,
    title,
    unit,
    better,
    effects: cells.map(({ run, group, change, verdict }): MeasureEffect => {
      const mean = group && groupMean(group, noise);
      return {
        run,
        mean: finite(mean?.mean),
        low: finite(mean?.low),
        high: finite(mean?.high),
        samples: mean?.samples ?? 0,
        ...(verdict !== 'base' && {
          change: finite(change?.change),
          changeLow: finite(change?.low),
          changeHigh: finite(change?.high),
          effect: finite(change?.delta),
        }),
        verdict,
      };
    }),
  };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
