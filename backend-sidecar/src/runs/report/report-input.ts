import type { RunAlignment, RunTimeseries } from '@observatory/protocol/runs';
import type { Prices } from '../cost/prices.ts';
import type { OmbResult } from '../omb/index.ts';

/** All that a report is made of. The same input gives the same bytes: nothing here is read from clocks or machines. */
export interface ReportInput {
  title: string;
  /** Of the product. */
  version: string;
  /** In the order of the report. */
  results: ReportResult[];
  /** Files that are no results, with their reasons. */
  refused: { fileName: string; reason: string }[];
  /** What was recorded of the cluster; absent when only result files are at hand. */
  metrics?: RunTimeseries;
  /** Facts for the head: cluster, command, labels, exit code. */
  facts: [name: string, value: string][];
  /** Sentences about the run itself, such as that it was interrupted. */
  remarks: Finding[];
  /** What Explain says of the worst span of the run, when a sidecar could be asked. */
  explained?: Finding[];
  /** What nodes cost an hour: the report then says what messages cost. */
  prices?: Prices;
}

export interface ReportResult {
  result: OmbResult;
  /** SHA-256 of the file. */
  sha256: string;
  alignment?: RunAlignment;
}

/** `info`: neither good nor bad, such as what a cluster could still take. */
export type Grade = 'ok' | 'info' | 'warn' | 'bad';

/** A sentence of the verdict. */
export interface Finding {
  grade: Grade;
  text: string;
}

/** What tells several results apart: the file's name, or nothing where there is one. */
export function resultLabel({ results }: Pick<ReportInput, 'results'>, index: number): string {
  if (results.length < 2) return '';
  const { fileName } = results[index].result;
  return fileName.replace(/\.json$/, '');
}
