import type { Config } from '../config/index.ts';
import type { PromqlSource, SeriesSource } from '../storage.ts';
import type { Clock } from '../util/clock.ts';
import { ObservatoryError } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';

/** What answers PromQL. */
export function createQuerySource(_config: Config, _deps: { source: SeriesSource; clock: Clock; logger: Logger }): PromqlSource {
  const refuse = () => Promise.reject(new ObservatoryError('OBS_QUERY_FAILED', 'no engine', { httpStatus: 503 }));
  return { instant: refuse, range: refuse };
}
