import { madeCluster, madeRun } from '../compare/testing/made-run.ts';
import { parsePrices } from './prices.ts';
import { moneyText, runCost } from './run-cost.ts';

const cluster = madeCluster(
  91,
  {
    'broker-1': { up: () => 1, rateIn: () => 400, bytesIn: () => 400_000 },
    'broker-2': { up: () => 1, rateIn: () => 600, bytesIn: () => 600_000 },
    'bookie-1': { up: () => 1 },
  },
  40_000,
);

it('prices are pairs or YAML, by tier or by node', () => {
  expect([...parsePrices('broker=0.5, bookie=0.7,currency=EUR').hourly]).toEqual([
    ['broker', 0.5],
    ['bookie', 0.7],
  ]);
  expect(parsePrices('broker: 0.5\ncurrency: USD\n')).toEqual({ hourly: new Map([['broker', 0.5]]), currency: 'USD' });
});

it.each([
  ['', 'it is no list'],
  ['broker=', 'the price of broker is ""'],
  ['broker=-1', 'expected a number of 0 or more'],
  ['broker=0.5,bookie', '"bookie" at character 12'],
  ['currency=EUR', 'no price is given'],
  ['- 1', 'it is no list of names'],
  ['a: [', 'the prices cannot be used'],
])('"%s" is refused', (text, reason) => {
  expect(() => parsePrices(text)).toThrow(reason);
  try {
    parsePrices(text);
  } catch (error) {
    expect(error).toMatchObject({ code: 'OBS_RUN_PRICE' });
  }
});

it('an hour, a million messages and a gigabyte have a price; tiers without one are named', () => {
  const run = madeRun({ id: 'a', timeseries: cluster });
  const cost = runCost(run, parsePrices('broker=0.5,broker-2=1.3,currency=EUR'));
  expect(cost).toEqual({
    currency: 'EUR',
    perHour: 1.8,
    perMillionMessages: 0.5,
    perGigabyte: 0.5,
    whole: 1.8,
    parts: [
      { name: 'broker-2', nodes: 1, price: 1.3 },
      { name: 'broker', nodes: 1, price: 0.5 },
    ],
    unpriced: ['bookie'],
  });
  expect(moneyText(cost?.perHour, 'EUR')).toBe('1.8 EUR');
  expect(runCost(run, parsePrices('metadata=1'))).toBeUndefined();
  expect(moneyText(undefined, '')).toBe('–');
});

it("a benchmark's own rate and message size come before what the brokers say", () => {
  const run = madeRun({ id: 'a', fields: { publishRate: [1000, 3000], messageSize: 1000 }, timeseries: cluster });
  expect(runCost(run, parsePrices('broker=3.6'))).toMatchObject({ perMillionMessages: 1, perGigabyte: 1 });
});
