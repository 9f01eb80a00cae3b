import { of, throwError } from 'rxjs';
import type { BackendSrvRequest } from '@grafana/runtime';
import { checkConnection } from './check-connection.ts';
import { settingsBody } from './settings.ts';
import { urlProblem } from './url-problem.ts';

let answers: Record<string, unknown>;

jest.mock('@grafana/runtime', () => ({
  getBackendSrv: () => ({
    fetch: ({ url }: BackendSrvRequest) => {
      const path = url.replace(/.*\/v1\//, '');
      const answer = answers[path];
      return typeof answer === 'number' ? throwError(() => ({ status: answer })) : of({ data: answer });
    },
  }),
}));

const session = (role: string | null) => ({ role, signedIn: role !== null, tokenNeeded: role === null });
const ALL = { reader: true, operator: true, admin: true };
const states = async (kept: typeof ALL) => (await checkConnection(kept)).tokens.map(({ state }) => state);

it.each([
  ['http://127.0.0.1:7480', ''],
  [' https://observatory.example/base/ ', ''],
  ['', 'Enter the address'],
  ['127.0.0.1:7480', 'no address|Only http'],
  ['ftp://x', 'Only http'],
  ['http://user:secret@x', 'name and password'],
  ['http://x?token=1', 'Leave out'],
])('urlProblem(%j) says %j', (text, words) => {
  if (words === '') expect(urlProblem(text)).toBe('');
  else expect(urlProblem(text)).toMatch(new RegExp(words));
});

it('settingsBody leaves tokens that were not typed as they are, and takes cleared ones away', () => {
  const form = {
    sidecarUrl: ' http://x:1/ ',
    tokens: { operatorToken: ' new ' },
    kept: { readerToken: true, operatorToken: true },
  };
  expect(settingsBody(form, { sidecarUrl: 'http://old' })).toEqual({
    enabled: true,
    pinned: true,
    jsonData: { sidecarUrl: 'http://x:1' },
    secureJsonData: { operatorToken: 'new', adminToken: '' },
  });
});

describe('checkConnection', () => {
  const status = {
    version: '1',
    ready: true,
    startedMs: 0,
    nowMs: 1,
    reload: { ok: true, atMs: 0, error: '' },
    store: { series: 1, chunks: 1, minTimeMs: 0, maxTimeMs: 1, retention: '15d' },
    targets: { up: 1, down: 0, unknown: 0 },
    memory: { residentBytes: 1, heapBytes: 1, bufferBytes: 1 },
    warnings: [],
  };

  it('asks each route who the sidecar takes it for', async () => {
    answers = {
      session: session('reader'),
      'control/session': session('operator'),
      'admin/session': session('admin'),
      status,
    };
    const check = await checkConnection(ALL);
    expect(check.status?.version).toBe('1');
    expect(check.tokens.map(({ state }) => state)).toEqual(['works', 'works', 'works']);
  });

  it('tells missing, refused, unreachable and overpowered tokens apart', async () => {
    answers = { session: session(null), 'control/session': 403, 'admin/session': 502, status };
    expect(await states(ALL)).toEqual(['refused', 'refused', 'unreachable']);
    expect(await states({ reader: false, operator: false, admin: false })).toEqual(['missing', 'missing', 'missing']);
    answers = { ...answers, session: session('admin') };
    const [reader] = (await checkConnection(ALL)).tokens;
    expect(reader.message).toContain('more than it should: it is an admin token');
  });
});
