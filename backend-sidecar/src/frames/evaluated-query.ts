import type { FrameResult } from '@observatory/protocol/frames';
import type { Frame } from './frame.ts';
import type { FrameBudget } from './limits.ts';

/** A query that was evaluated; its frames are made when they are taken. */
export interface EvaluatedQuery {
  samples: number;
  /** How it goes on, when it was asked with a channel. */
  live?: FrameResult['live'];
  /** @throws ObservatoryError when they would exceed what the request may still have. */
  frames(budget: FrameBudget): Iterable<Frame>;
}

/** Frames that were made already. */
export function evaluatedFrames(frames: readonly Frame[]): EvaluatedQuery {
  return {
    samples: 0,
    frames(budget) {
      budget.takeFrames(frames);
      return frames;
    },
  };
}
