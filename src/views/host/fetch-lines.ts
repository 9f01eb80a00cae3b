import { errorAnswer } from '@observatory/protocol/error';
import type { Schema } from './ViewHost.ts';

const NDJSON = 'application/x-ndjson';

/**
 * Asks for an answer that comes in lines of JSON, each better than the one before, and tells of each as it arrives. Hosts use
 * it with the browser's `fetch`; a sidecar that knows one answer only gives one line.
 * @throws Error in the sidecar's words; of an answer that broke off, that it did.
 */
export async function fetchLines<T>(
  fetcher: typeof fetch,
  url: string,
  schema: Schema<T>,
  onLine: (line: T) => void,
  signal?: AbortSignal,
): Promise<void> {
  const response = await fetcher(url, { credentials: 'same-origin', headers: { accept: NDJSON }, signal });
  if (!response.ok) throw new Error(await messageOf(response));
  const isLines = (response.headers.get('content-type') ?? '').includes(NDJSON);
  if (!isLines || !response.body) {
    onLine(schema.parse(await response.json()));
    return;
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (done ? decoder.decode() : decoder.decode(value, { stream: true }))).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onLine(schema.parse(JSON.parse(line)));
    if (done) break;
  }
  if (rest.trim() !== '') throw new Error('The answer broke off. Ask again.');
}

async function messageOf(response: Response): Promise<string> {
  const known = errorAnswer.safeParse(await response.json().catch(() => undefined));
  if (!known.success) return `HTTP ${response.status}`;
  const { message, hint } = known.data.error;
  return [message, hint].filter(Boolean).join('. ');
}
