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
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { message, code, uncertain: code === '' };
}

/** The plan no longer says what would be done: another one has to be read. */
export function isStale({ code }: Failure): boolean {
  return code === 'OBS_CONTROL_STALE' || code === 'OBS_CONTROL_PLAN';
}
