/**
 * Notices that the process which started this one is gone. Its end is not seen on standard input: Grafana hands down its
 * own, which is `/dev/null` under a service manager and so at its end from the beginning.
 */
const INTERVAL_MS = 1_000;

/** Calls `gone` once when the parent has ended. Does not keep the process alive; returns how to stop watching. */
export function watchParent(gone: () => void, intervalMs = INTERVAL_MS): () => void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (isAlive(parent) && process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, as when Grafana runs as another user, but there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
