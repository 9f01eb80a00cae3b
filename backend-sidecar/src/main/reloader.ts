import type { Config } from '../config/index.ts';
import type { Clock } from '../util/clock.ts';
import { messageOf, ObservatoryError } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';

/** Parts of the configuration that are read once, at start. */
function fixedParts({
  listen,
  tls,
  storage,
  stream,
  log,
  query,
  api,
  rules,
  cluster,
}: Config): Record<string, unknown> {
  const { admin: _readAtEachRequest, ...receiver } = api;
  const { max_concurrent, notification_queue_capacity } = rules;
  return {
    listen,
    tls,
    storage,
    stream,
    log,
    query,
    api: receiver,
    'cluster.dashboard': cluster.dashboard,
    rules: { max_concurrent, notification_queue_capacity },
  };
}

export interface ReloaderOptions {
  config: Config;
  /** Reads the configuration anew; undefined where there is none to read. */
  load: (() => Promise<Config>) | undefined;
  /** Puts a valid configuration to work. */
  apply: (config: Config) => void | Promise<void>;
  clock: Clock;
  logger: Logger;
  onReload: (ok: boolean) => void;
}

/** Takes in a changed configuration. A bad one changes nothing and says why; reloads that overlap are one after the other. */
export class Reloader {
  private readonly options: ReloaderOptions;
  private current: Config;
  private last: { ok: boolean; atMs: number; error: string };
  private queue: Promise<void> = Promise.resolve();

  constructor(options: ReloaderOptions) {
    this.options = options;
    this.current = options.config;
    this.last = { ok: true, atMs: options.clock.now(), error: '' };
  }

  get config(): Config {
    return this.current;
  }

  get lastReload(): { ok: boolean; atMs: number; error: string } {
    return this.last;
  }

  /** @throws ConfigError, or ObservatoryError `OBS_CONFIG_READ`, `OBS_CONFIG_NO_FILE`; the old configuration stays. */
  reload(): Promise<void> {
    const run = this.queue.then(() => this.reloadOnce());
    this.queue = run.catch(() => undefined);
    return run;
  }

  private async reloadOnce(): Promise<void> {
    const { load, apply, clock, logger, onReload } = this.options;
    try {
      if (!load)
        throw new ObservatoryError('OBS_CONFIG_NO_FILE', 'there is no configuration to read again', {
          httpStatus: 409,
        });
      const config = await load();
      const { warnings } = config;
      const [before, after] = [fixedParts(this.current), fixedParts(config)];
      const fixed = Object.keys(after).filter((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]));
      await apply(config);
      this.current = config;
      this.last = { ok: true, atMs: clock.now(), error: '' };
      for (const warning of warnings) logger.warn({}, warning);
      for (const key of fixed)
        logger.warn({ key }, 'this part of the configuration changed, but is only read at start: restart the sidecar');
      logger.info({}, 'configuration reloaded');
      onReload(true);
    } catch (error) {
      this.last = { ...this.last, ok: false, error: messageOf(error) };
      logger.error({ error: messageOf(error) }, 'configuration not reloaded, the old one stays');
      onReload(false);
      throw error;
    }
  }
}
