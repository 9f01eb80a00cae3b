import type { CapabilityList, TargetCapabilities } from '@observatory/protocol/capabilities';
import { CAPABILITIES } from './capability-table.ts';
import type { TargetExposure } from './target-exposure.ts';

/** The answer of `GET /capabilities`: the table, and the states of each target, ordered by job and instance. */
export function listCapabilities(exposures: readonly TargetExposure[]): CapabilityList {
  const targets = exposures.flatMap((exposure) => describeTarget(exposure) ?? []);
  const nameOf = ({ labels }: TargetCapabilities): string => `${labels.cluster} ${labels.job} ${labels.instance}`;
  return {
    capabilities: CAPABILITIES.map(({ id, title, scope, setting, note }) => ({ id, title, scope, setting, note })),
    targets: targets.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
  };
}

function describeTarget(exposure: TargetExposure): TargetCapabilities | undefined {
  const { labels, version, series, lastScrapeMs, startedMs } = exposure;
  if (!labels || Number.isNaN(lastScrapeMs)) return undefined;
  const states: TargetCapabilities['states'] = {};
  CAPABILITIES.forEach(({ id }, i) => {
    const state = exposure.stateOf(i);
    if (state !== 'unknown') states[id] = state;
  });
  return { labels: labels.toObject(), version, series, lastScrapeMs, startedMs, states };
}
