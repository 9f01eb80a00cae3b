/** What a long-running command starts. */
export interface Running {
  stop(): Promise<void>;
  /** On SIGHUP; must report its own failure. */
  reload?(): Promise<void>;
}

/**
 * Starts something and keeps it until SIGINT, SIGTERM or its own wish to quit; then stops it in order. A second signal
 * ends the process at once. Resolves when everything has stopped.
 */
export async function runUntilSignal(
  onStop: (reason: string) => void,
  start: (quit: () => void) => Promise<Running>,
): Promise<void> {
  let wish: (reason: string) => void = () => {};
  const wished = new Promise<string>((resolve) => (wish = resolve));
  let asked = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    if (++asked > 1) process.exit(130);
    wish(signal);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // Heard from the first moment: unheard, SIGHUP would end the process. One that comes during the start is taken after it.
  const started: { running?: Running } = {};
  let reloadWanted = false;
  const onHangup = () => {
    if (started.running) void started.running.reload?.().catch(() => undefined);
    else reloadWanted = true;
  };
  process.on('SIGHUP', onHangup);
  const running = await start(() => wish('a request to quit'));
  started.running = running;
  if (reloadWanted) onHangup();
  // Signals and timers that do not hold the process must not let it end.
  const keepAlive = setInterval(() => undefined, 0x7fffffff);
  try {
    const reason = await wished;
    onStop(reason);
    await running.stop();
  } finally {
    clearInterval(keepAlive);
    process.off('SIGHUP', onHangup);
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}
