/** The series of both pages: the same walk for every run. */
export const SERIES = Number(new URLSearchParams(location.search).get('series') ?? 100);
export const POINTS = Number(new URLSearchParams(location.search).get('points') ?? 10_000);
/** Ten updates a second. */
export const STEP_MS = 100;
export const WINDOW_MS = POINTS * STEP_MS;
export const HEIGHT = 900;

/** A value between 0 and 1000 that wanders, the same for the same series and step. */
export function valueAt(series: number, step: number): number {
  const slow = 300 * Math.sin((step + series * 97) / 800) + 150 * Math.sin((step * (1 + (series % 7))) / 131);
  const noise = Math.sin(step * 12.9898 + series * 78.233) * 43_758.5453;
  return 500 + slow + 40 * (noise - Math.floor(noise));
}

export function colorOf(series: number): string {
  return `hsl(${(series * 137) % 360} 60% 60%)`;
}

/** What the pages tell the bench, on `window.live`. */
export interface LiveBench {
  /** Adds one row and has it drawn; called ten times a second. */
  start(): void;
  stop(): void;
  /** How often the picture was drawn since `start`. */
  drawn(): number;
}

declare global {
  interface Window {
    live?: LiveBench;
  }
}
