import type { RunAbortRule } from '@observatory/protocol/run-objects';
import { VirtualClock } from '../../util/clock.ts';
import { FakeEngine, type Answers } from '../testing/fake-engine.ts';
import { AbortWatch } from './abort-watch.ts';

const START = 1_000_000;

function watching(rules: Partial<RunAbortRule>[], answers: Answers) {
  const clock = new VirtualClock(START);
  const engine = new FakeEngine();
  engine.node({ instance: 'b1' }, answers);
  const told: { atMs: number; text: string }[] = [];
  const watch = new AbortWatch({
    rules: rules.map((rule) => ({ name: 'bound', expr: 'p99', forSeconds: 30, ...rule })),
    promql: engine,
    clock,
    onBreach: (text) => told.push({ atMs: clock.now() - START, text }),
    onTrouble: (text) => told.push({ atMs: clock.now() - START, text }),
  });
  watch.start();
  return { clock, engine, told, watch };
}

const between = (fromSeconds: number, toSeconds: number, value: number) => (timeMs: number) => {
  const seconds = (timeMs - START) / 1000;
  return seconds >= fromSeconds && seconds < toSeconds ? value : undefined;
};

it('is told once, when the rule has held for its time', async () => {
  const { clock, told } = watching([{}], { p99: between(20, 1000, 512.34567) });
  await clock.advanceBy(300_000);
  expect(told).toEqual([{ atMs: 50_000, text: 'bound: p99 held for 30 s, last at 512.346 on b1' }]);
});

it('what ends before its time begins anew', async () => {
  const { clock, told } = watching([{}], { p99: (timeMs) => between(0, 25, 1)(timeMs) ?? between(40, 65, 1)(timeMs) });
  await clock.advanceBy(300_000);
  expect(told).toEqual([]);
});

it('what cannot be asked breaks nothing, and is told once a rule', async () => {
  const { clock, engine, told } = watching([{ forSeconds: 0 }, { name: 'other', expr: 'q', forSeconds: 0 }], {
    p99: 1,
  });
  engine.broken = 'no engine';
  await clock.advanceBy(60_000);
  expect(told.map(({ text }) => text)).toEqual([
    'The rule bound could not be evaluated (no engine).',
    'The rule other could not be evaluated (no engine).',
  ]);
  engine.broken = '';
  await clock.advanceBy(60_000);
  expect(told.at(-1)?.text).toBe('bound: p99 held, last at 1 on b1');
});

it('is silent when stopped, and without rules', async () => {
  const stopped = watching([{ forSeconds: 0 }], { p99: 1 });
  await stopped.watch.stop();
  await stopped.clock.advanceBy(60_000);
  const none = watching([], { p99: 1 });
  await none.clock.advanceBy(60_000);
  expect([...stopped.told, ...none.told, ...none.engine.asked]).toEqual([]);
});
