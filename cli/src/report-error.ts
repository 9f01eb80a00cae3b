/** What the sidecar's errors look like (util/errors.ts), without loading the sidecar. */
interface Explained {
  code: string;
  message: string;
  hint: string;
}

function isExplained(error: unknown): error is Explained {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('OBS_') &&
    'hint' in error
  );
}

/**
 * Writes an error for the person at the terminal: what happened and what to do, no stack. Only an error that nobody
 * foresaw shows its stack, because then it is ours. Returns the exit code.
 */
export function reportError(
  error: unknown,
  write: (text: string) => void = (text) => process.stderr.write(text),
): number {
  if (isExplained(error)) {
    write(
      `observatory: ${error.message}${error.hint === '' ? '' : `${/[.!?]$/.test(error.message) ? '' : '.'} ${capitalised(error.hint)}`} [${error.code}]\n`,
    );
    return 1;
  }
  write(
    `observatory: unexpected error, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return 70;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
