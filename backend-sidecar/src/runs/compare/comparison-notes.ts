import { elapsedText } from '../report/elapsed-text.ts';
import type { ComparedRow } from './compare-runs.ts';
import type { MeasuredRun } from './measured-run.ts';
import { changeText } from './measure-text.ts';
import { groupName } from './run-groups.ts';

interface NoteFacts {
  rows: readonly ComparedRow[];
  groups: readonly MeasuredRun[][];
  alone: readonly MeasuredRun[][];
  seconds: number;
}

/** A phase that is longer than the shortest by more than this was cut for the comparison. */
const CUT_TOLD = 1.05;

/** What one has to know beside a comparison: what was cut, how alike repeats are, what is not the same thing. */
export function comparisonNotes({ rows, groups, alone, seconds }: NoteFacts): string[] {
  return [
    ...ramps(groups),
    ...lengths(groups, seconds),
    ...noise(rows, groups, alone),
    ...unlike(groups),
    ...absent(rows, groups),
  ];
}

function ramps(groups: readonly MeasuredRun[][]): string[] {
  return groups.flatMap(([{ run, cutSeconds, columns }]) => {
    const [before, after] = cutSeconds;
    const phases = [...columns.keys()].some((id) => /^drain_rate(@|$)/.test(id))
      ? [`${run.info.name} built a backlog first: what it consumed is compared while that drained, as drain_rate.`]
      : [];
    if (before + after === 0) return phases;
    const parts = [
      before > 0 && `${elapsedText(before * 1000)} before`,
      after > 0 && `${elapsedText(after * 1000)} after`,
    ].filter((part) => part !== false);
    return [`Of ${run.info.name}, ${parts.join(' and ')} its steady load is left out.`, ...phases];
  });
}

function lengths(groups: readonly MeasuredRun[][], seconds: number): string[] {
  const longest = Math.max(...groups.map(([run]) => run.seconds));
  if (!Number.isFinite(seconds) || !(longest > seconds * CUT_TOLD)) return [];
  return [`The steady loads differ in length: the first ${elapsedText(seconds * 1000)} of each are compared.`];
}

function noise(
  rows: readonly ComparedRow[],
  groups: readonly MeasuredRun[][],
  alone: readonly MeasuredRun[][],
): string[] {
  const repeated = [...groups, ...alone].filter((group) => group.length > 1);
  if (repeated.length === 0) {
    return [
      'Nothing was run twice: the intervals hold what varied within the runs, not how much the next run of the same thing differs. Repeat runs under the same label "group", and that is in them as well.',
    ];
  }
  const told = rows
    .filter(({ definition: { id } }) => /^(publish_rate|publish_p99|e2e_p99|broker_rate_in)(@|$)/.test(id))
    .flatMap(({ definition, noise: spread }) =>
      spread ? [`${definition.title} ${changeText(spread.sigma).replace('+', '')}`] : [],
    );
  const runs = repeated.map((group) => `${group.length} of ${groupName(group[0].run)}`).join(', ');
  return [
    `Repeated runs (${runs}) differ from run to run${told.length === 0 ? '' : `, as standard deviations: ${told.join(', ')}`}. That is in the intervals.`,
  ];
}

/** What was demanded of both should be the same. */
function unlike(groups: readonly MeasuredRun[][]): string[] {
  const [[base], ...others] = groups;
  return others.flatMap(([other]) => {
    const [left, right] = [base.run.results[0], other.run.results[0]];
    const name = other.run.info.name;
    const notes: string[] = [];
    if (left && right) {
      const fields: [string, unknown, unknown][] = [
        ['workload', left.workload, right.workload],
        ['driver', left.driver, right.driver],
        ['message size', left.messageSizeBytes, right.messageSizeBytes],
        ['topics', left.topics, right.topics],
        ['partitions', left.partitions, right.partitions],
        ['producers a topic', left.producersPerTopic, right.producersPerTopic],
        ['consumers a topic', left.consumersPerTopic, right.consumersPerTopic],
      ];
      const differ = fields.filter(([, a, b]) => a !== undefined && b !== undefined && a !== b);
      if (differ.length > 0) {
        notes.push(
          `${name} is not the same load as the base: ${differ.map(([field, a, b]) => `${field} ${String(b)}, there ${String(a)}`).join('; ')}.`,
        );
      }
    } else if (left !== undefined || right !== undefined) {
      notes.push(`Only ${left ? 'the base' : name} has a benchmark result: latencies cannot be compared.`);
    }
    const nodes = ({ run: { timeseries } }: MeasuredRun, tier: string) =>
      new Set(timeseries?.series.filter((series) => series.tier === tier).map(({ node }) => node)).size;
    for (const tier of ['broker', 'bookie']) {
      const [a, b] = [nodes(base, tier), nodes(other, tier)];
      if (a > 0 && b > 0 && a !== b) notes.push(`${name} ran on ${b} ${tier}s, the base on ${a}.`);
    }
    return notes;
  });
}

function absent(rows: readonly ComparedRow[], groups: readonly MeasuredRun[][]): string[] {
  return groups.flatMap(([{ run }], index) => {
    const missing = rows.filter(({ cells }) => cells[index].group === undefined);
    if (missing.length === 0) return [];
    const titles = missing.slice(0, 4).map(({ definition }) => definition.title);
    const more = missing.length > 4 ? ` and ${missing.length - 4} more` : '';
    return [`${run.info.name} has nothing of: ${titles.join('; ')}${more}.`];
  });
}
