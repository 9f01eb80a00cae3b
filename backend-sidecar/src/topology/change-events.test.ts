import { VirtualClock } from '../util/clock.ts';
import { ChangeEvents } from './change-events.ts';
import type { LedgerInfo, NamespacePolicies } from './facts/fact.ts';
import { FactStore } from './facts/fact-store.ts';

let store: FactStore;
let teller: ChangeEvents;

beforeEach(() => {
  store = new FactStore(new VirtualClock(1000));
  teller = new ChangeEvents('c');
});

/** What is told of the facts since the last time. */
const told = () =>
  teller.of(store.commit(), store.now).map(({ type, node, details }) => [type, node, ...Object.values(details)]);

const ledger = (id: number, ...ensembles: [firstEntry: number, bookies: string[]][]): LedgerInfo => ({
  id,
  entries: 0,
  sizeBytes: 0,
  state: 'OPEN',
  underReplicated: false,
  writeQuorum: 2,
  ackQuorum: 2,
  ensembles: ensembles.map(([firstEntry, bookies]) => ({ firstEntry, bookies })),
});
const policies = (boundaries: number[]): NamespacePolicies => ({
  boundaries,
  replicationClusters: [],
  ensembleSize: 2,
  writeQuorum: 2,
  ackQuorum: 2,
});

it('says nothing of what is read for the first time', () => {
  store.set('brokers', '', ['a', 'b']);
  store.set('leader', '', 'a');
  store.set('owned', 'a', ['t/n/0x00000000_0xffffffff']);
  store.set('readOnly', '', ['k']);
  store.set('ledgers', 'persistent://t/n/x', { state: 'open', ledgers: [ledger(1, [0, ['k', 'l']])] });
  expect(told()).toEqual([]);
});

it('tells who came, who went, and who leads', () => {
  store.set('brokers', '', ['a', 'b']);
  store.set('bookies', '', ['k']);
  store.set('workers', '', [{ workerId: 'w', workerHostname: 'h', port: 1 }]);
  store.set('leader', '', 'a');
  told();
  store.set('brokers', '', ['b', 'd']);
  store.set('bookies', '', ['k', 'l']);
  store.set('workers', '', []);
  store.set('leader', '', 'b');
  expect(told()).toEqual([
    ['broker_joined', 'c/broker/d'],
    ['broker_left', 'c/broker/a'],
    ['bookie_joined', 'c/bookie/l'],
    ['worker_left', 'c/function_worker/w'],
    ['leader_changed', 'c/broker/b', 'a', 'b'],
  ]);
});

it('tells a move although the bundle was owned by nobody in between', () => {
  const bundle = 't/n/0x00000000_0xffffffff';
  store.set('owned', 'a', [bundle]);
  store.set('owned', 'b', []);
  told();
  store.set('owned', 'a', []);
  expect(told()).toEqual([]);
  store.set('owned', 'b', [bundle]);
  expect(told()).toEqual([['bundle_moved', `c/bundle/${bundle}`, 'a', 'b']]);
});

it('tells many moves at once as one', () => {
  const bundles = Array.from({ length: 12 }, (_, i) => `t/n${i}/0x00000000_0xffffffff`);
  store.set('owned', 'a', bundles);
  store.set('owned', 'b', []);
  told();
  store.set('owned', 'a', []);
  store.set('owned', 'b', bundles);
  expect(told()).toEqual([['bundle_moved', 'c/broker/b', 'a', 'b', 12]]);
});

it('tells rollovers, ensemble changes and splits', () => {
  const topic = 'persistent://t/n/x';
  const set = (...ledgers: LedgerInfo[]) => store.set('ledgers', topic, { state: 'open', ledgers });
  set(ledger(1, [0, ['k', 'l']]));
  store.set('policies', 't/n', policies([0, 0xffffffff]));
  told();
  set(ledger(1, [0, ['k', 'l']], [70, ['k', 'm']]));
  expect(told()).toEqual([['ensemble_changed', `c/topic/${topic}`, 1, 'k, l', 'k, m', 70]]);
  set(ledger(1), ledger(2, [0, ['k', 'm']]));
  store.set('policies', 't/n', policies([0, 0x80000000, 0xffffffff]));
  expect(told()).toEqual([
    ['ledger_rollover', `c/topic/${topic}`, 1, 2],
    ['bundle_split', 'c/namespace/t/n', 1, 2],
  ]);
});

it('tells a restart of a broker by its load report only where it is not scraped', () => {
  const report = (startedMs: number) => ({ version: '4.0.8', serviceUrl: '', startedMs });
  store.set('report', 'a', report(1));
  store.set('report', 'b', report(1));
  store.set('scrape', 'broker/b', { state: 'up', error: '' });
  told();
  store.set('report', 'a', report(9));
  store.set('report', 'b', report(9));
  expect(told()).toEqual([['restart', 'c/broker/a', '4.0.8', '4.0.8']]);
});

it('takes a failure for no change', () => {
  store.set('readOnly', '', ['k']);
  told();
  store.fail('readOnly', '', 'nobody answers');
  expect(told()).toEqual([]);
  store.set('readOnly', '', ['k']);
  expect(told()).toEqual([]);
  store.set('readOnly', '', []);
  expect(told()).toEqual([['bookie_writable', 'c/bookie/k']]);
});
