import * as z from 'zod';
import { of, throwError, type Observable } from 'rxjs';
import { locationService, type BackendSrvRequest } from '@grafana/runtime';
import { createGrafanaHost, type GrafanaHost } from './host.ts';

let sent: BackendSrvRequest[];
let answers: (request: BackendSrvRequest) => Observable<unknown>;
let permissions: Set<string>;

jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual<object>('@grafana/runtime'),
  getBackendSrv: () => ({
    fetch: (request: BackendSrvRequest) => {
      sent.push(request);
      return answers(request);
    },
  }),
  hasPermission: (action: string) => permissions.has(action),
}));

const ROOT = '/a/observatory-pulsar-app';
let host: GrafanaHost;
const stored = new Map<string, string>();

beforeEach(() => {
  sent = [];
  answers = () => of({ data: { value: 1 } });
  permissions = new Set();
  locationService.push(`${ROOT}/overview?from=now-1h`);
  host = createGrafanaHost({
    userStorage: {
      getItem: (key) => Promise.resolve(stored.get(key) ?? null),
      setItem: (key, value) => Promise.resolve(void stored.set(key, value)),
    },
  });
});
afterEach(() => host.close());

const schema = z.object({ value: z.number() });

describe('requests', () => {
  it('go through the app’s routes', async () => {
    expect(await host.load('topology?depth=1', schema)).toEqual({ value: 1 });
    await host.send('control/plans', { action: 'x' }, schema);
    expect(sent.map(({ method, url, data }) => [method, url, data])).toEqual([
      ['GET', '/api/plugin-proxy/observatory-pulsar-app/api/observatory/v1/topology?depth=1', undefined],
      ['POST', '/api/plugin-proxy/observatory-pulsar-app/api/observatory/v1/control/plans', { action: 'x' }],
    ]);
  });

  it('fail in the sidecar’s words, or Grafana’s, or with what is wrong on the way', async () => {
    const failing = (status: number, data: unknown) => {
      answers = () => throwError(() => ({ status, data }));
      return expect(host.load('nodes', schema)).rejects;
    };
    const error = { code: 'OBS_X', message: 'the cluster is gone', hint: 'Look at it' };
    await failing(503, { error }).toThrow('the cluster is gone. Look at it');
    await failing(403, { message: 'plugin proxy route access denied' }).toThrow('access denied');
    await failing(502, undefined).toThrow(/does not reach the sidecar/);
    await failing(0, undefined).toThrow(/Grafana does not answer/);
  });

  it('are refused where the answer makes no sense', async () => {
    answers = () => of({ data: { value: 'one' } });
    await expect(host.load('nodes', schema)).rejects.toThrow();
  });
});

describe('navigation', () => {
  it('is Grafana’s own, below the app’s root', () => {
    const { navigation } = host;
    expect(navigation.get()).toMatchObject({ path: 'overview' });
    expect(navigation.get().search.get('from')).toBe('now-1h');
    expect(navigation.get()).toBe(navigation.get());
    const heard: string[] = [];
    const end = navigation.subscribe(() => heard.push(navigation.get().path));
    navigation.go({ path: 'nodes/a%2Fb' });
    expect(locationService.getLocation()).toMatchObject({ pathname: `${ROOT}/nodes/a%2Fb`, search: '?from=now-1h' });
    navigation.go({ search: new URLSearchParams({ to: 'now' }), replace: true });
    expect(locationService.getLocation().search).toBe('?to=now');
    end();
    navigation.go({ path: 'overview' });
    expect(heard).toEqual(['nodes/a%2Fb', 'nodes/a%2Fb']);
    expect(navigation.href({ path: 'overview', search: new URLSearchParams('a=1') })).toBe(`${ROOT}/overview?a=1`);
  });
});

it('keeps what the user chose with the user', async () => {
  expect(await host.storage.get('layout')).toBeUndefined();
  await host.storage.set('layout', '{}');
  expect(await host.storage.get('layout')).toBe('{}');
});

it('says what the user may do and who may', () => {
  permissions.add('observatory-pulsar-app.cluster:read');
  expect(host.may('reader')).toEqual({ allowed: true, reason: '' });
  expect(host.may('operator').allowed).toBe(false);
  expect(host.may('operator').reason).toContain('Editors');
});

it('offers Explore to whom Grafana does', () => {
  const window = { fromMs: 1000, toMs: 2000 };
  expect(host.exploreHref('up', window)).toBeUndefined();
  permissions.add('datasources:explore');
  const address = new URL(host.exploreHref('sum(rate(x[5m])) > 1', window) ?? '', 'http://grafana');
  const panes = JSON.parse(address.searchParams.get('panes') ?? '');
  expect(panes.obs.queries[0]).toMatchObject({ expr: 'sum(rate(x[5m])) > 1', queryType: 'metrics' });
  expect(panes.obs.range).toEqual({ from: '1000', to: '2000' });
});
