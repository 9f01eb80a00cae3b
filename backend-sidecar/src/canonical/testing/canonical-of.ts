import { Canonical, type CanonicalOptions } from '../canonical.ts';
import type { SampleRecorder } from './sample-recorder.ts';

/** With the defaults of the configuration. */
export function canonicalOf(store: SampleRecorder, options: Partial<CanonicalOptions> = {}): Canonical {
  return new Canonical({
    appender: store,
    nowMs: 0,
    enabled: true,
    families: [],
    periodMs: 60_000,
    maxSeriesPerTarget: 20_000,
    ...options,
  });
}
