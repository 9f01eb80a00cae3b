import { bookieHttpAddress, clusterNodes } from './node-identity.ts';

describe('clusterNodes', () => {
  it('counts a worker that is embedded in a broker with the broker', () => {
    const members = {
      brokers: ['Broker-1:8080', 'broker-2:8080'],
      bookies: ['bk-1:3181', 'opaque-id'],
      workers: [
        { workerId: 'c-fw-1', workerHostname: 'broker-1', port: 8080 },
        { workerId: 'fw-2', workerHostname: 'broker-2', port: 6750 },
      ],
    };
    expect(clusterNodes(members, { http_port: 8000, addresses: { 'opaque-id': '10.0.0.7:8001' } })).toEqual([
      { kind: 'broker', id: 'Broker-1:8080', httpAddress: 'Broker-1:8080', embeddedWorkerId: 'c-fw-1' },
      { kind: 'broker', id: 'broker-2:8080', httpAddress: 'broker-2:8080' },
      { kind: 'bookie', id: 'bk-1:3181', httpAddress: 'bk-1:8000' },
      { kind: 'bookie', id: 'opaque-id', httpAddress: '10.0.0.7:8001' },
      { kind: 'function_worker', id: 'fw-2', httpAddress: 'broker-2:6750' },
    ]);
  });
});

it.each([
  ['host:3181', 'host:8000'],
  ['[::1]:3181', '[::1]:8000'],
  ['host', 'host:8000'],
  ['host:1:2', ''],
])('a bookie named %s has its HTTP server at %s', (id, address) => {
  expect(bookieHttpAddress(id, { http_port: 8000, addresses: {} })).toBe(address);
});
