import { FrameLoop, type FrameEnvironment } from './frame-loop.ts';

/** A clock that stands until it is moved; a frame every 16 ms when one is asked for. */
class FakeFrames implements FrameEnvironment {
  time = 0;
  hidden = false;
  private frames: (() => void)[] = [];
  private timers: { at: number; callback: () => void }[] = [];
  private onVisible: () => void = () => undefined;
  now = () => this.time;
  wallClockMs = () => this.time;
  requestFrame = (callback: () => void) => void this.frames.push(callback);
  setTimer = (callback: () => void, ms: number) => {
    const timer = { at: this.time + ms, callback };
    this.timers.push(timer);
    return timer;
  };
  clearTimer = (timer: unknown) => void (this.timers = this.timers.filter((each) => each !== timer));
  isHidden = () => this.hidden;
  onVisibilityChange = (listener: () => void) => void (this.onVisible = listener);

  get asked(): number {
    return this.frames.length;
  }

  show(): void {
    this.hidden = false;
    this.onVisible();
  }

  /** Lets so many frames pass. */
  run(count: number): void {
    for (let frame = 0; frame < count; frame++) {
      this.time += 16;
      for (const { callback } of this.timers.filter(({ at }) => at <= this.time)) callback();
      this.timers = this.timers.filter(({ at }) => at > this.time);
      for (const callback of this.frames.splice(0)) callback();
    }
  }
}

function painter(environment: FakeFrames, costMs = 1, againInMs = Infinity) {
  const drawn = { times: [] as number[] };
  return {
    drawn,
    draw: (nowMs: number) => {
      drawn.times.push(nowMs);
      environment.time += costMs;
      return nowMs + againInMs;
    },
  };
}

describe('FrameLoop', () => {
  it('draws what changed, once a frame, and asks for no frame when nothing did', () => {
    const environment = new FakeFrames();
    const loop = new FrameLoop(environment);
    const one = painter(environment);
    const handle = loop.add(one);
    environment.run(1);
    for (let i = 0; i < 5; i++) handle.invalidate();
    environment.run(1);
    expect(one.drawn.times).toHaveLength(2);
    environment.run(50);
    expect(one.drawn.times).toHaveLength(2);
    expect(environment.asked).toBe(0);
  });

  it('draws nothing that is out of view, and draws it when it comes into view', () => {
    const environment = new FakeFrames();
    const loop = new FrameLoop(environment);
    const one = painter(environment, 1, 16);
    const handle = loop.add(one);
    handle.setSeen(false);
    environment.run(20);
    expect(one.drawn.times).toEqual([]);
    expect(environment.asked).toBe(0);
    handle.setSeen(true);
    environment.run(1);
    expect(one.drawn.times).toHaveLength(1);
  });

  it('stands still in a hidden tab and goes on when it is shown', () => {
    const environment = new FakeFrames();
    const loop = new FrameLoop(environment);
    const one = painter(environment);
    const handle = loop.add(one);
    environment.run(1);
    environment.hidden = true;
    handle.invalidate();
    environment.run(100);
    expect(one.drawn.times).toHaveLength(1);
    environment.show();
    environment.run(1);
    expect(one.drawn.times).toHaveLength(2);
  });

  it('draws again when a picture is due, without a change', () => {
    const environment = new FakeFrames();
    const loop = new FrameLoop(environment);
    const one = painter(environment, 0, 160);
    loop.add(one);
    environment.run(101);
    expect(one.drawn.times.length).toBeGreaterThanOrEqual(9);
    expect(one.drawn.times.length).toBeLessThanOrEqual(11);
  });

  it('rests after a frame over budget, and counts and says what it left out', () => {
    const environment = new FakeFrames();
    const loop = new FrameLoop(environment);
    const told: boolean[] = [];
    loop.subscribe(() => told.push(loop.state().isSlowed));
    const slow = painter(environment, 80, 0);
    loop.add(slow);
    environment.run(60);
    // Half of the time at most: what passed is 80 ms of drawing and at least as much of rest, each time.
    expect(slow.drawn.times.length * 160).toBeLessThanOrEqual(environment.time + 160);
    expect(slow.drawn.times.length).toBeGreaterThan(3);
    expect(loop.state()).toMatchObject({ isSlowed: true, lastCostMs: 80 });
    expect(loop.state().skipped).toBeGreaterThan(10);
    expect(told).toEqual([true]);
  });

  it('divides among pictures what one frame cannot draw', () => {
    const environment = new FakeFrames();
    const loop = new FrameLoop(environment);
    const all = [painter(environment, 12), painter(environment, 12), painter(environment, 12)];
    for (const each of all) loop.add(each);
    environment.run(1);
    expect(all.map(({ drawn }) => drawn.times.length)).toEqual([1, 0, 0]);
    environment.run(6);
    expect(all.map(({ drawn }) => drawn.times.length)).toEqual([1, 1, 1]);
  });
});
