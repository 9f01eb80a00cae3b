/** Why something was refused or failed, as a page says it. */
export interface Failure {
  /** The server's words with its hint. */
  message: string;
  /** `OBS_…`; empty where the server did not answer in its own words. */
  code: string;
  /** Whether the server has it, nobody knows: the link broke, or the answer made no sense. */
  uncertain: boolean;
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error), code: '', uncertain: true };
  const { code, status } = error as Error & { code?: unknown; status?: unknown };
  const text = typeof code === 'string' ? code : '';
  // A proxy that refuses says so by its status alone.
  const refused = typeof status === 'number' && status >= 400 && status < 500;
  return { message: error.message, code: text, uncertain: text === '' && !refused };
}

/** The plan no longer says what would be done: another one has to be read. */
export function isStale({ code }: Failure): boolean {
  return code === 'OBS_CONTROL_STALE' || code === 'OBS_CONTROL_PLAN';
}
