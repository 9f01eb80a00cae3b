import type { RunInfo } from '@observatory/protocol/run-objects';
import { labelsText } from './label-text.ts';

/** Every word of the search stands in the run's name, labels, notes, workload or driver. */
export function runMatches(run: RunInfo, search: string): boolean {
  const results = run.results.flatMap(({ workload, driver }) => [workload, driver]);
  const text = [run.name, run.id, run.cluster, run.by, run.notes, labelsText(run.labels), ...results]
    .join(' ')
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
