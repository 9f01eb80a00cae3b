import type { ViewHost } from '../host/ViewHost.ts';

/**
 * The path below which this user's requests carry their rank: Grafana's proxy sends the token of a prefix, so what a plan
 * says of rights is true only where it was asked for with the rank that would carry it out.
 */
export function rankPath({ may }: Pick<ViewHost, 'may'>, path: string): string {
  if (may('admin').allowed) return `admin/${path}`;
  return may('operator').allowed ? `control/${path}` : path;
}

/** As `rankPath`, of what no reader can do: without the rank the server refuses it in its own words. */
export function actingPath({ may }: Pick<ViewHost, 'may'>, path: string): string {
  return `${may('admin').allowed ? 'admin' : 'control'}/${path}`;
}

/** Planning is for everybody. */
export function planPath(host: Pick<ViewHost, 'may'>): string {
  const path = rankPath(host, 'plan');
  return path === 'plan' ? 'operations/plan' : path;
}
