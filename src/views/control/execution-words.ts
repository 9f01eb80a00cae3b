import type { Execution, ExecutionState, StepProgress } from '@observatory/protocol/control';

type Tone = 'ok' | 'warn' | 'bad' | 'accent' | 'muted';

/** State in a word, with a shape and a tone, so that it is never told by colour alone. */
export const STATE_WORDS: Readonly<Record<ExecutionState, { word: string; mark: string; tone: Tone }>> = {
  awaiting_approval: { word: 'waits for a second person', mark: '◔', tone: 'warn' },
  running: { word: 'running', mark: '▶', tone: 'accent' },
  stopping: { word: 'stopping', mark: '◼', tone: 'warn' },
  succeeded: { word: 'succeeded', mark: '✓', tone: 'ok' },
  failed: { word: 'failed', mark: '✕', tone: 'bad' },
  stopped: { word: 'stopped', mark: '◼', tone: 'warn' },
  unknown: { word: 'unknown', mark: '?', tone: 'bad' },
};

export const STEP_WORDS: Readonly<Record<StepProgress['state'], { word: string; mark: string; tone: Tone }>> = {
  waiting: { word: 'not begun', mark: '○', tone: 'muted' },
  running: { word: 'running', mark: '▶', tone: 'accent' },
  done: { word: 'done', mark: '✓', tone: 'ok' },
  failed: { word: 'failed', mark: '✕', tone: 'bad' },
  skipped: { word: 'left out', mark: '–', tone: 'muted' },
  unknown: { word: 'may or may not have happened', mark: '?', tone: 'bad' },
};

export function isOver({ endedMs }: Pick<Execution, 'endedMs'>): boolean {
  return endedMs !== undefined;
}

/** `0.4 s`, `12 s`, `3 min 20 s`: how long something took or takes. */
export function lastingText(ms: number): string {
  if (ms < 0) return '0 s';
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** What a verification said, in one sentence. */
export function verificationText({
  state,
  verified,
  result,
}: Pick<Execution, 'state' | 'verified' | 'result'>): string {
  if (verified === true) return `Verified: ${result}`;
  if (verified === false) return `Not verified: ${result}`;
  return state === 'unknown' ? `What happened cannot be told: ${result}` : result;
}
