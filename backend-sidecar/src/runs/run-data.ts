import type { RunInfo } from '@observatory/protocol/run-objects';
import type { RunTimeseries } from '@observatory/protocol/runs';
import type { OmbResult } from './omb/index.ts';

/** A run with all that was measured: what reports and comparisons are made of. */
export interface RunData {
  info: RunInfo;
  /** Of the cluster; absent when nothing could be collected. */
  timeseries?: RunTimeseries;
  /** In the order of `info.results`. */
  results: OmbResult[];
}
