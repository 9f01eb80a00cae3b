import { durationMs } from '../promql/range-duration.ts';

/** What is wrong with the sidecar's address; undefined when nothing is, or nothing is written yet. */
export function problemOfUrl(text: string): string | undefined {
  if (text === '') return undefined;
  if (!/^https?:\/\//i.test(text)) return 'Begin with http:// or https://';
  try {
    const { username, password, search, hash } = new URL(text);
    if (username !== '' || password !== '')
      return 'Put the secret into the token: an address is readable by every editor';
    return search !== '' || hash !== '' ? 'Leave out what follows ? or #' : undefined;
  } catch {
    return 'This is no address: write for example https://observatory.example:7480';
  }
}

/** Seconds as the settings keep them, or what is wrong. */
export function parseTimeout(text: string): { seconds: number } | { problem: string } {
  const seconds = Number(text);
  return text.trim() !== '' && seconds > 0 && seconds <= 3600
    ? { seconds }
    : { problem: 'Seconds, more than 0 and at most 3600' };
}

export function problemOfInterval(text: string): string | undefined {
  return text === '' || (durationMs(text) ?? 0) > 0 ? undefined : 'A duration such as 15s or 1m';
}

/** What is wrong with pasted PEM text; undefined when it looks right. */
export function problemOfPem(text: string, kind: 'CERTIFICATE' | 'PRIVATE KEY'): string | undefined {
  if (text.trim() === '') return undefined;
  const begins = new RegExp(`-----BEGIN ([A-Z0-9]+ )*${kind}-----`);
  if (!begins.test(text)) return `This is no PEM ${kind.toLowerCase()}: it begins with -----BEGIN ${kind}-----`;
  return /-----END /.test(text) ? undefined : 'The end is missing: -----END …-----';
}
