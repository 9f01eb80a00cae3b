import type { StaticConfig } from '../config/config.ts';
import type { Discoverer, TargetGroup } from './types.ts';

/** Targets that the configuration names; known at once and for ever. */
export function staticDiscoverer(configs: readonly StaticConfig[]): Discoverer {
  const groups: TargetGroup[] = configs.map((config, index) => ({
    source: `static/${index}`,
    targets: config.targets.map((address) => ({ __address__: address })),
    labels: config.labels,
  }));
  return {
    start: (emit) => emit(groups),
    lastError: () => undefined,
    settled: () => Promise.resolve(),
  };
}
