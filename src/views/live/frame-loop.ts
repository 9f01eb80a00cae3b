/** What the loop draws with: the browser's, or a test's. */
export interface FrameEnvironment {
  /** Milliseconds, for costs. */
  now(): number;
  /** Milliseconds since the epoch. */
  wallClockMs(): number;
  requestFrame(callback: () => void): void;
  setTimer(callback: () => void, ms: number): unknown;
  clearTimer(timer: unknown): void;
  isHidden(): boolean;
  onVisibilityChange(listener: () => void): void;
}

/** A picture in the loop. */
export interface Painter {
  /** Draws, and says at what time of the wall clock it is to be drawn again even if nothing comes; Infinity: never. */
  draw(nowMs: number): number;
}

export interface PainterHandle {
  /** Something changed: it is drawn in the next frame, if it can be seen. */
  invalidate(): void;
  /** Whether it is within the window that the user sees. */
  setSeen(seen: boolean): void;
  remove(): void;
}

export interface FrameLoopState {
  /** Frames left out because drawing cost too much, since the page was opened. */
  skipped: number;
  /** Drawing costs so much that frames are being left out. */
  isSlowed: boolean;
  /** What the last frame cost, in ms. */
  lastCostMs: number;
}

interface Entry {
  painter: Painter;
  isDirty: boolean;
  isSeen: boolean;
  dueMs: number;
}

/** Of a frame's 16.7 ms: more leaves no time for input. What is left is drawn in the next frame. */
const BUDGET_MS = 10;
/** After a frame over budget the page rests as long as it drew, so that drawing takes half of the time at most. */
const REST = 1;
/** One slow frame among fast ones is no news. */
const SMOOTHING = 0.2;
const FRAME_MS = 1000 / 60;

/**
 * One loop of animation frames for all charts of a page. A frame is asked for only when a picture that can be seen changed or
 * is due; in a hidden tab nothing is drawn at all. After a frame that cost more than its budget the loop rests; frames that were wanted
 * meanwhile are counted, and said (`state`).
 */
export class FrameLoop {
  private readonly entries = new Set<Entry>();
  private readonly listeners = new Set<() => void>();
  private readonly environment: FrameEnvironment;
  private current: FrameLoopState = { skipped: 0, isSlowed: false, lastCostMs: 0 };
  private isAsked = false;
  private restUntil = 0;
  /** Since when something waits for the rest to end. */
  private wantedSince: number | undefined;
  private usualCostMs = 0;
  private timer: unknown;
  private isListening = false;

  constructor(environment: FrameEnvironment = browserFrames) {
    this.environment = environment;
  }

  readonly state = (): FrameLoopState => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(painter: Painter): PainterHandle {
    const entry: Entry = { painter, isDirty: true, isSeen: true, dueMs: Infinity };
    this.entries.add(entry);
    if (!this.isListening) {
      this.isListening = true;
      this.environment.onVisibilityChange(() => this.ask());
    }
    this.ask();
    return {
      invalidate: () => {
        entry.isDirty = true;
        this.ask();
      },
      setSeen: (seen) => {
        entry.isSeen = seen;
        if (seen) this.ask();
      },
      remove: () => void this.entries.delete(entry),
    };
  }

  /** Asks for a frame now, or sets the clock for the picture that is due first. */
  private ask(): void {
    const { environment } = this;
    environment.clearTimer(this.timer);
    if (this.isAsked || environment.isHidden()) return;
    let dueMs = Infinity;
    for (const { isSeen, isDirty, dueMs: own } of this.entries)
      if (isSeen) dueMs = isDirty ? -Infinity : Math.min(dueMs, own);
    if (dueMs === Infinity) return;
    const restMs = this.restUntil - environment.now();
    if (restMs > 0 && dueMs <= environment.wallClockMs()) this.wantedSince ??= environment.now();
    const waitMs = Math.max(dueMs - environment.wallClockMs(), restMs, 0);
    if (waitMs > 0) {
      this.timer = environment.setTimer(() => this.ask(), waitMs);
      return;
    }
    this.isAsked = true;
    environment.requestFrame(() => this.frame());
  }

  private frame(): void {
    const { environment } = this;
    this.isAsked = false;
    if (environment.isHidden()) return;
    const started = environment.now();
    const nowMs = environment.wallClockMs();
    let cost = 0;
    for (const entry of [...this.entries]) {
      if (!entry.isSeen || !(entry.isDirty || entry.dueMs <= nowMs) || !this.entries.has(entry)) continue;
      entry.isDirty = false;
      entry.dueMs = entry.painter.draw(nowMs);
      // The last one drawn stands at the end of the queue: what did not fit comes first in the next frame.
      this.entries.delete(entry);
      this.entries.add(entry);
      cost = environment.now() - started;
      if (cost > BUDGET_MS) break;
    }
    this.restUntil = cost > BUDGET_MS ? environment.now() + cost * REST : 0;
    const waited = this.wantedSince === undefined ? 0 : Math.round((started - this.wantedSince) / FRAME_MS);
    this.wantedSince = undefined;
    this.usualCostMs += (cost - this.usualCostMs) * SMOOTHING;
    this.tell({
      skipped: this.current.skipped + waited,
      isSlowed: this.usualCostMs > BUDGET_MS,
      lastCostMs: cost,
    });
    this.ask();
  }

  private tell(next: FrameLoopState): void {
    const changed = next.isSlowed !== this.current.isSlowed;
    this.current = next;
    if (changed) for (const listener of this.listeners) listener();
  }
}

const browserFrames: FrameEnvironment = {
  now: () => performance.now(),
  wallClockMs: () => Date.now(),
  requestFrame: (callback) => void requestAnimationFrame(callback),
  setTimer: (callback, ms) => setTimeout(callback, ms),
  clearTimer: (timer) => clearTimeout(timer as number | undefined),
  isHidden: () => document.visibilityState === 'hidden',
  onVisibilityChange: (listener) => document.addEventListener('visibilitychange', listener),
};

/** The loop of this page. */
export const pageFrames = new FrameLoop();
