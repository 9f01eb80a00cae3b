/** What the pages tell the bench, on `window.bench`. */
export interface Bench {
  /** Milliseconds from the beginning of the rendering to the last stroke of the first picture. */
  firstDrawMs: number;
  /** Moves the picture back and forth for so many frames; resolves when the last one was shown. */
  pan: (frames: number) => Promise<void>;
}

declare global {
  interface Window {
    /** Begins the rendering, so that what it costs can be told from the loading of the page; absent where nothing is rendered. */
    begin?: () => void;
    bench?: Bench;
    cluster?: unknown;
  }
}

/** Calls `step` before each of so many frames. */
export function frames(count: number, step: (frame: number) => void): Promise<void> {
  return new Promise((resolve) => {
    let frame = 0;
    const next = () => {
      if (frame === count) return resolve();
      step(frame++);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
}

/** Where the pointer is in a frame: right, left and back within 200 pixels, in steps of 8. */
export function swing(frame: number): number {
  const phase = frame % 100;
  return 8 * (phase < 25 ? phase : phase < 75 ? 50 - phase : phase - 100);
}
