/** An error for whoever runs the agent: a stable code (docs/errors.md), what happened, what to do. */
export class AgentError extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'AgentError';
    this.code = code;
    this.hint = options.hint ?? '';
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
