/** What the checks ask of the sidecar: PromQL answers and Observatory resources, or a complaint that names the question. */
import { demand } from '../checks.ts';

export interface InstantSample {
  metric: Record<string, string>;
  value: [number, string];
}

/** The samples of an instant query. */
export async function query(sidecarUrl: string, expression: string): Promise<InstantSample[]> {
  const response = await fetch(`${sidecarUrl}/api/v1/query?query=${encodeURIComponent(expression)}`);
  demand(response.ok, `${expression}: HTTP ${response.status} ${await response.clone().text()}`);
  return ((await response.json()) as { data: { result: InstantSample[] } }).data.result;
}

/** The value of an instant query that has exactly one. */
export async function scalar(sidecarUrl: string, expression: string): Promise<number> {
  const result = await query(sidecarUrl, expression);
  demand(result.length === 1, `${expression}: ${result.length} series`);
  return Number(result[0].value[1]);
}

/** A resource below /api/observatory/v1. */
export async function get<T>(sidecarUrl: string, resource: string): Promise<T> {
  const response = await fetch(`${sidecarUrl}/api/observatory/v1${resource}`);
  demand(response.ok, `${resource}: HTTP ${response.status} ${await response.clone().text()}`);
  return (await response.json()) as T;
}

/** Posts to a resource below /api/observatory/v1. @throws Error with the sidecar's own words */
export async function post<T>(sidecarUrl: string, resource: string, body: unknown): Promise<T> {
  const response = await fetch(`${sidecarUrl}/api/observatory/v1${resource}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  demand(response.ok, `POST ${resource}: HTTP ${response.status} ${await response.clone().text()}`);
  return (await response.json()) as T;
}
