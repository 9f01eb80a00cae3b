import { createLogger } from './log/grafana-logger.ts';
import type { Logger } from './log/logger.ts';
import { handshakeLine, wrongStart } from './server/handshake.ts';
import { watchParent } from './server/parent-watch.ts';
import { createPluginServer } from './server/plugin-server.ts';
import type { Plugin, ServeOptions } from './types.ts';

const MEBIBYTE = 2 ** 20;
/** Grafana kills a plugin 2 s after it asked it to end; the process is gone before that even if `dispose` hangs. */
const LAST_CALL_MS = 1_800;

/**
 * Runs a plugin for as long as Grafana wants it: checks how the program was started, listens, writes the handshake line, and
 * ends the process when Grafana asks, on SIGTERM, and when Grafana itself is gone. Resolves when Grafana can call.
 * Standard output belongs to the handshake, so whatever is written with `console` goes to the log.
 */
export async function serve(plugin: Plugin, options: ServeOptions = {}): Promise<void> {
  const wrong = wrongStart(process.env);
  if (wrong) {
    process.stderr.write(`${wrong}\n`);
    process.exit(1);
  }
  const { logger = createLogger(), maxReceiveBytes = 16 * MEBIBYTE, shutdownGraceMs = 1_000 } = options;
  sendConsoleToLog(logger);

  const end = async (why: string, code = 0) => {
    logger.debug('plugin ends', { why });
    setTimeout(() => process.exit(code), LAST_CALL_MS);
    try {
      await server.stop();
    } catch (error) {
      logger.error('the plugin did not end in order', { error });
    }
    process.exit(code);
  };
  const server = createPluginServer(plugin, {
    logger,
    maxReceiveBytes,
    shutdownGraceMs,
    onShutdown: () => void end('Grafana asked for it'),
  });

  const onUncaught = (kind: string) => (error: unknown) => {
    logger.error(`panic: ${kind}`, { error, stack: error instanceof Error ? error.stack : undefined });
    server.countUncaught();
    if (options.onUncaught === 'exit') void end(kind, 2);
  };
  process.on('uncaughtException', onUncaught('uncaught exception'));
  process.on('unhandledRejection', onUncaught('unhandled rejection'));
  // A terminal's Ctrl-C reaches plugins too; Grafana ends them in its own order.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => void end('SIGTERM'));

  try {
    const listening = await server.listen();
    process.on('exit', () => listening.remove());
    watchParent(() => void end('the process that started it is gone'));
    process.stdout.write(handshakeLine(listening));
    logger.debug('plugin serves', { network: listening.network, pid: process.pid });
  } catch (error) {
    logger.error('the plugin cannot listen', { error });
    process.exit(1);
  }
}

function sendConsoleToLog(logger: Logger): void {
  const text = (values: readonly unknown[]) => values.map(String).join(' ');
  Object.assign(console, {
    log: (...values: unknown[]) => logger.debug(text(values)),
    debug: (...values: unknown[]) => logger.debug(text(values)),
    info: (...values: unknown[]) => logger.info(text(values)),
    warn: (...values: unknown[]) => logger.warn(text(values)),
    error: (...values: unknown[]) => logger.error(text(values)),
  });
}
