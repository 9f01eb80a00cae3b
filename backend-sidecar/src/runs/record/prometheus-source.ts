import { MEASURE_QUERIES, tierOf } from './measures.ts';
import type { RunSeries } from '@observatory/protocol/runs';
import { messageOf } from '../../util/errors.ts';

/** One look at the cluster. */
export interface Snapshot {
  timeMs: number;
  values: { measure: RunSeries['measure']; node: string; tier: RunSeries['tier']; value: number }[];
  /** Sentences: what could not be asked. */
  troubles: string[];
}

const TIMEOUT_MS = 5000;

/** Looks at the cluster through the Prometheus API of a sidecar or another engine. Never throws: troubles are told. */
export async function takeSnapshot(url: string, token: string | undefined, timeMs: number): Promise<Snapshot> {
  const snapshot: Snapshot = { timeMs, values: [], troubles: [] };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  await Promise.all(
    MEASURE_QUERIES.map(async ({ measure, query }) => {
      try {
        for (const { metric, value } of await ask(url, token, query, signal)) {
          const number = Number(value[1]);
          if (!Number.isFinite(number) || metric.instance === undefined) continue;
          snapshot.values.push({ measure, node: metric.instance, tier: tierOf(metric.job ?? ''), value: number });
        }
      } catch (error) {
        snapshot.troubles.push(`${measure}: ${messageOf(error)}`);
      }
    }),
  );
  const key = ({ measure, node }: Snapshot['values'][number]) => `${measure} ${node}`;
  snapshot.values.sort((left, right) => (key(left) < key(right) ? -1 : 1));
  return snapshot;
}

interface Answer {
  status?: string;
  error?: string;
  data?: { result?: { metric: Record<string, string>; value: [number, string] }[] };
}

async function ask(url: string, token: string | undefined, query: string, signal: AbortSignal) {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${url.replace(/\/+$/, '')}/api/v1/query?${new URLSearchParams({ query })}`, {
    headers,
    signal,
  });
  const answer = (await response.json()) as Answer;
  if (answer.status !== 'success') throw new Error(answer.error ?? `answer ${response.status}`);
  return answer.data?.result ?? [];
}
