import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Variable in the environment of every process that the agent starts, by which it finds them again after a crash. */
export const SERVICE_VARIABLE = 'OBSERVATORY_SERVICE';

/**
 * What tells a process from another that got its number later: number and start. Undefined when there is no such process, or
 * only what is left of one (a zombie).
 */
export function processRun(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const stat = procStat(pid);
    return stat && stat.state !== 'Z' && stat.state !== 'X' ? `${pid}-${stat.startTicks}` : undefined;
  }
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      timeout: 5000,
    }).trim();
    return started === '' ? undefined : `${pid}-${Date.parse(started)}`;
  } catch {
    return undefined;
  }
}

/** Processes that lead a session and carry the mark: what an agent that was killed had started, whether it noted it or not. */
export function findMarked(mark: string): number[] {
  if (process.platform !== 'linux') return [];
  const found: number[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid || procStat(pid)?.session !== pid) continue;
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
      if (environment.includes(`${SERVICE_VARIABLE}=${mark}`) && processRun(pid) !== undefined) found.push(pid);
    } catch {
      // Of another user, or gone.
    }
  }
  return found;
}

function procStat(pid: number): { state: string; session: number; startTicks: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name stands in parentheses and may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], session: Number(fields[3]), startTicks: fields[19] };
  } catch {
    return undefined;
  }
}
