/** A browser's clock that moves when it is told to: Date, timers, animation frames and performance.now. Imported first. */
interface Timer {
  id: number;
  dueMs: number;
  everyMs: number | undefined;
  callback: () => void;
}

const RealDate = Date;
const FRAME_MS = 16;
let nowMs = RealDate.UTC(2026, 10, 22);
const startedMs = nowMs;
let nextId = 1;
const timers = new Map<number, Timer>();

function add(callback: () => void, ms: number | undefined, repeats: boolean): number {
  const delay = Math.max(1, Number(ms) || 0);
  const id = nextId++;
  timers.set(id, { id, dueMs: nowMs + delay, everyMs: repeats ? delay : undefined, callback });
  return id;
}

const scope = globalThis as unknown as Record<string, unknown>;
scope.setTimeout = (callback: () => void, ms?: number) => add(callback, ms, false);
scope.setInterval = (callback: () => void, ms?: number) => add(callback, ms, true);
scope.clearTimeout = scope.clearInterval = (id: number) => void timers.delete(id);
scope.requestAnimationFrame = (callback: (time: number) => void) =>
  add(() => callback(nowMs - startedMs), FRAME_MS, false);
scope.cancelAnimationFrame = (id: number) => void timers.delete(id);
scope.Date = class extends RealDate {
  constructor(...args: unknown[]) {
    if (args.length === 0) super(nowMs);
    else super(...(args as [number]));
  }
  static override now = () => nowMs;
};
performance.now = () => nowMs - startedMs;

function due(untilMs: number): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers.values())
    if (timer.dueMs <= untilMs && (!first || timer.dueMs < first.dueMs)) first = timer;
  return first;
}

function fire(timer: Timer): void {
  if (timer.everyMs === undefined) timers.delete(timer.id);
  else timer.dueMs = Math.max(timer.dueMs, nowMs) + timer.everyMs;
  timer.callback();
}

/** React's scheduler and promises go on over real messages. */
const breathe = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });

export const clock = {
  now: () => nowMs,
  /** Lets time pass, timer by timer. */
  async run(ms: number): Promise<void> {
    const untilMs = nowMs + ms;
    for (let timer = due(untilMs); timer; timer = due(untilMs)) {
      if (timer.dueMs > nowMs) await breathe();
      nowMs = Math.max(nowMs, timer.dueMs);
      fire(timer);
    }
    nowMs = untilMs;
    await breathe();
  },
  /** As a machine that slept: the time is another, what was due meanwhile fires once. */
  async sleep(ms: number): Promise<void> {
    nowMs += ms;
    for (const timer of [...timers.values()].filter(({ dueMs }) => dueMs <= nowMs))
      if (timers.has(timer.id)) fire(timer);
    await breathe();
  },
};
