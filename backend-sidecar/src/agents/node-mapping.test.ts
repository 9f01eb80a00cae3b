import fc from 'fast-check';
import { mapServices, type AddressedNode, type MappableService } from './node-mapping.ts';

const service = (name: string, listens: string[], more: Partial<MappableService> = {}): MappableService => ({
  agent: 'a',
  name,
  cluster: 'c',
  listens,
  hostNames: ['host-a', '10.0.0.1'],
  isLocal: false,
  ...more,
});
const node = (id: string, kind: string, ...addresses: string[]): AddressedNode => ({
  id,
  cluster: 'c',
  kind,
  addresses,
});
const mapped = (services: MappableService[], nodes: AddressedNode[]) =>
  Object.fromEntries(mapServices(services, nodes));

it.each<[what: string, listens: string, address: string, more: Partial<MappableService>, fits: boolean]>([
  ['the address itself', '10.0.0.1:8080', '10.0.0.1:8080', {}, true],
  ['any address of the host', '0.0.0.0:8080', '10.0.0.1:8080', {}, true],
  ['any address, IPv6', ':::8080'.replace(':::', '[::]:'), 'Host-A:8080', {}, true],
  ['the name of the host', '10.0.0.1:8080', 'host-a:8080', {}, true],
  ['another port', '0.0.0.0:8081', '10.0.0.1:8080', {}, false],
  ['another host', '0.0.0.0:8080', '10.0.0.2:8080', {}, false],
  ['another interface of the host', '127.0.0.1:8080', '10.0.0.1:8080', {}, false],
  ['another cluster', '0.0.0.0:8080', '10.0.0.1:8080', { cluster: 'd' }, false],
  ['no cluster in the configuration', '0.0.0.0:8080', '10.0.0.1:8080', { cluster: '' }, true],
  ['loopback, from elsewhere', '0.0.0.0:8080', '127.0.0.1:8080', {}, false],
  ["loopback, on the sidecar's host", '0.0.0.0:8080', 'localhost:8080', { isLocal: true }, true],
])('%s', (_what, listens, address, more, fits) => {
  const found = mapped([service('s', [listens], more)], [node('c/broker/n', 'broker', address)]);
  expect(found).toEqual(fits ? { 'a/s': 'c/broker/n' } : {});
});

it('takes a broker with its function worker inside for the broker, and nothing else of two', () => {
  const broker = node('c/broker/b', 'broker', '10.0.0.1:8080');
  const worker = node('c/function_worker/w', 'function_worker', '10.0.0.1:8080');
  const bookie = node('c/bookie/k', 'bookie', '10.0.0.1:3181');
  expect(mapped([service('s', ['0.0.0.0:8080'])], [worker, broker])).toEqual({ 'a/s': broker.id });
  expect(mapped([service('s', ['0.0.0.0:8080', '0.0.0.0:3181'])], [broker, bookie])).toEqual({});
});

it('leaves what is configured alone, and gives its node to nobody else', () => {
  const nodes = [node('c/broker/b', 'broker', '10.0.0.1:8080')];
  const configured = service('said', [], { node: 'c/broker/b' });
  expect(mapped([configured, service('found', ['0.0.0.0:8080'])], nodes)).toEqual({});
});

it('never guesses: a node has one service, a service one node, and both fit', () => {
  const hosts = ['10.0.0.1', '10.0.0.2', 'host-a', '127.0.0.1'];
  const address = fc
    .tuple(fc.constantFrom(...hosts, '0.0.0.0'), fc.integer({ min: 1, max: 4 }))
    .map(([host, port]) => `${host}:${port}`);
  const services = fc.array(
    fc.record({ listens: fc.array(address, { maxLength: 3 }), host: fc.constantFrom(...hosts), isLocal: fc.boolean() }),
    { maxLength: 6 },
  );
  const nodes = fc.array(fc.record({ address, kind: fc.constantFrom('broker', 'bookie', 'function_worker') }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(services, nodes, (wantedServices, wantedNodes) => {
      const all = wantedServices.map(({ listens, host, isLocal }, i) =>
        service(`s${i}`, listens, { hostNames: [host], isLocal }),
      );
      const map = mapServices(
        all,
        wantedNodes.map(({ address: each, kind }, i) => node(`n${i}`, kind, each)),
      );
      expect(new Set(map.values()).size).toBe(map.size);
      for (const [key, id] of map) {
        const port = wantedNodes[Number(id.slice(1))].address.split(':')[1];
        expect(all.find(({ name }) => key === `a/${name}`)?.listens?.some((each) => each.endsWith(`:${port}`))).toBe(
          true,
        );
      }
    }),
  );
});
