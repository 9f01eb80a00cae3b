import type { HttpSdConfig } from '../config/config.ts';
import { HttpReader } from '../http-client/index.ts';
import type { Clock } from '../util/clock.ts';
import { messageOf, ObservatoryError } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';
import { Poller } from './poll.ts';
import { parseTargetGroups } from './target-groups.ts';
import type { Discoverer } from './types.ts';

const MAX_BYTES = 64 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/** Targets from an HTTP endpoint (http_sd_configs); on errors the last good answer stays. */
export function httpDiscoverer(
  config: HttpSdConfig,
  deps: { clock: Clock; logger: Logger; userAgent: string },
): Discoverer {
  const url = new URL(config.url);
  const poller = new Poller();
  let failure: string | undefined;
  return {
    lastError: () => failure,
    settled: () => poller.settled(),
    start(emit, signal) {
      const { clock, logger, userAgent } = deps;
      const reader = new HttpReader({
        client: config.client,
        clock,
        userAgent,
        maxBytes: MAX_BYTES,
        timeoutMs: TIMEOUT_MS,
      });
      signal.addEventListener('abort', () => void reader.close(), { once: true });
      let last: string | undefined;
      const headers = {
        accept: 'application/json',
        'x-prometheus-refresh-interval-seconds': String(config.refresh_interval / 1000),
      };
      poller.start(clock, config.refresh_interval, signal, async () => {
        try {
          const answer = await reader.get(url, headers, signal);
          if (answer.status !== 200)
            throw new ObservatoryError('OBS_DISCOVERY_STATUS', `${url.host} answered ${answer.status}`);
          const type = String(answer.headers['content-type'] ?? '');
          if (!/^application\/json\b/i.test(type)) {
            throw new ObservatoryError(
              'OBS_DISCOVERY_FORMAT',
              `${url.host} answered ${type || 'no content type'} instead of application/json`,
            );
          }
          const text = answer.body.toString('utf8');
          failure = undefined;
          if (text === last) return true;
          const groups = parseTargetGroups(parseJson(text, url.host), url.host + url.pathname, {
            __meta_url: config.url,
          });
          last = text;
          emit(groups);
          return true;
        } catch (error) {
          if (signal.aborted) return true;
          failure = messageOf(error);
          // Without the query, which may hold a token.
          logger.warn({ url: url.origin + url.pathname }, `http_sd: ${failure}; the last known targets stay`);
          return false;
        }
      });
    },
  };
}

function parseJson(text: string, host: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ObservatoryError('OBS_DISCOVERY_FORMAT', `${host} answered no valid JSON`, { cause: error });
  }
}
