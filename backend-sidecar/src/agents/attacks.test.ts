/** What strangers, thieves and broken agents try. Each is refused, counted, and without effect. */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SignJWT, UnsecuredJWT } from 'jose';
import type { AgentPublicKey, SidecarMessage } from '@observatory/protocol/agents';
import WebSocket from 'ws';
import { LogStore } from '../logs/index.ts';
import type { Appender } from '../storage.ts';
import { systemClock, VirtualClock } from '../util/clock.ts';
import { silentLogger } from '../util/logger.ts';
import { AGENT_AUDIENCE, agentEndpoint, AgentRegistry, Fleet, ReportIngest } from './index.ts';

let folder: string;
let registry: AgentRegistry;
let fleet: Fleet;
let logs: LogStore;
let server: Server;
let url: string;
let written: string[];

const newKey = () => generateKeyPairSync('ed25519').privateKey;
const jwkOf = (key: KeyObject): AgentPublicKey => ({
  kty: 'OKP',
  crv: 'Ed25519',
  x: key.export({ format: 'jwk' }).x ?? '',
});
const sign = (key: KeyObject, sub: string, claims: Record<string, string>, audience = AGENT_AUDIENCE) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA' }).setSubject(sub).setAudience(audience).sign(key);
const hash = (token: string) => createHash('sha256').update(token).digest('base64url');

async function enrol(
  agent: string,
  key = newKey(),
  token = registry.createToken({ expiresSeconds: 60 }).token,
): Promise<KeyObject> {
  await registry.enrol({ agent, token, publicKey: jwkOf(key), jws: await sign(key, agent, { tok: hash(token) }) });
  return key;
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'observatory-attacks-'));
  registry = new AgentRegistry(path.join(folder, 'registry.json'), systemClock);
  registry.open();
  logs = new LogStore({
    directory: path.join(folder, 'logs'),
    clock: systemClock,
    logger: silentLogger,
    retentionMs: 0,
    retentionBytes: 0,
  });
  logs.start();
  written = [];
  const appender = {
    setMetadata() {},
    newLayoutId: () => 1,
    isLive: () => true,
    appendStale: () => undefined,
    seriesRef: (labels: { toString(): string }) => written.push(labels.toString()),
    appendBatch: ({ length }: { length: number }) => ({ appended: length, refused: {} }),
  } as unknown as Appender;
  fleet = new Fleet({
    clock: systemClock,
    logger: silentLogger,
    registry,
    logs,
    ingest: new ReportIngest(appender),
    history: { add() {}, clear() {} },
    sampleFsyncMs: 1,
    onLines() {},
    onChange() {},
  });
  fleet.start();
  server = createServer();
  server.on('upgrade', agentEndpoint(fleet, { maxAgents: 3 }).handleUpgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/api/observatory/v1/agents/connect`;
});
afterEach(async () => {
  fleet.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await logs.stop();
  rmSync(folder, { recursive: true });
});

/** A connection with everything that came over it. */
async function connect(headers: Record<string, string> = {}) {
  const socket = new WebSocket(url, { headers });
  const messages: SidecarMessage[] = [];
  const waiters: (() => void)[] = [];
  const wake = () => waiters.splice(0).forEach((each) => each());
  let closed = false;
  socket.on('message', (data) => {
    messages.push(JSON.parse(String(data)) as SidecarMessage);
    wake();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    closed = true;
    wake();
  });
  const until = async (fits: () => boolean) => {
    while (!fits() && !closed) await new Promise<void>((resolve) => waiters.push(resolve));
  };
  await until(() => messages.length > 0);
  const [first] = messages;
  return {
    socket,
    messages,
    nonce: first?.type === 'challenge' ? first.nonce : '',
    send: (message: object) => socket.send(JSON.stringify(message)),
    until,
    closed: () => until(() => false),
    refusal: async () => {
      await until(() => false);
      const found = messages.find(({ type }) => type === 'refused');
      return found?.type === 'refused' ? found.code : undefined;
    },
  };
}

const hello = (agent: string, jws: string) => ({
  type: 'hello',
  protocol: 1,
  agent,
  jws,
  buffer: 'buffer-123',
  firstSeq: 1,
  version: '1',
  host: 'h',
  platform: 'p',
  cluster: 'c',
  commands: [],
});
const logRecord = (seq: number, message = 'm') => ({
  type: 'record',
  seq,
  record: { kind: 'logs', lines: [{ timeMs: 1, level: 'info', logger: '', source: 's', message }] },
});

describe('enrolment', () => {
  it('takes a token once, also when two come at the same moment', async () => {
    const { token } = registry.createToken({ expiresSeconds: 60 });
    const results = await Promise.allSettled([enrol('a', newKey(), token), enrol('b', newKey(), token)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(enrol('c', newKey(), token)).rejects.toMatchObject({ code: 'OBS_AGENT_ENROL' });
    expect(registry.list()).toHaveLength(1);
  });

  it('remembers a used token over a restart, and keeps neither tokens nor private keys', async () => {
    const { token } = registry.createToken({ expiresSeconds: 60 });
    const key = await enrol('a', newKey(), token);
    registry = new AgentRegistry(path.join(folder, 'registry.json'), systemClock);
    registry.open();
    await expect(enrol('b', newKey(), token)).rejects.toMatchObject({ code: 'OBS_AGENT_ENROL' });
    const text = readFileSync(path.join(folder, 'registry.json'), 'utf8');
    expect(text).not.toContain(token);
    expect(text).not.toContain(key.export({ format: 'jwk' }).d);
  });

  it('refuses guesses, expired tokens, tokens of others, taken names and keys that are not proven', async () => {
    const clock = new VirtualClock(1000);
    registry = new AgentRegistry(path.join(folder, 'other.json'), clock);
    const refused = { code: 'OBS_AGENT_ENROL' };
    await expect(enrol('a', newKey(), 'obs-guess-guess-guess-guess')).rejects.toMatchObject(refused);
    const expired = registry.createToken({ expiresSeconds: 60 }).token;
    await clock.advanceBy(61_000);
    await expect(enrol('a', newKey(), expired)).rejects.toMatchObject(refused);
    const named = registry.createToken({ agent: 'b', expiresSeconds: 60 }).token;
    await expect(enrol('a', newKey(), named)).rejects.toMatchObject(refused);
    await enrol('b', newKey(), named);
    await expect(enrol('b')).rejects.toMatchObject(refused);
    const { token } = registry.createToken({ expiresSeconds: 60 });
    const forged = await sign(newKey(), 'x', { tok: hash(token) });
    await expect(registry.enrol({ agent: 'x', token, publicKey: jwkOf(newKey()), jws: forged })).rejects.toMatchObject(
      refused,
    );
    expect(registry.list().map(({ id }) => id)).toEqual(['b']);
  });

  it('does not start on a damaged registry', () => {
    writeFileSync(path.join(folder, 'damaged.json'), '{"version":1');
    expect(() => new AgentRegistry(path.join(folder, 'damaged.json'), systemClock).open()).toThrow(
      expect.objectContaining({ code: 'OBS_AGENT_REGISTRY' }),
    );
  });
});

describe('connections', () => {
  it('refuses forged, recorded and unsigned proofs', async () => {
    const key = await enrol('a1');
    const recorded = await connect();
    const proof = await sign(key, 'a1', { nonce: recorded.nonce });
    recorded.send(hello('a1', proof));
    await recorded.until(() => recorded.messages.some(({ type }) => type === 'welcome'));
    expect(fleet.isConnected('a1')).toBe(true);
    const attempts: ((nonce: string) => string | Promise<string>)[] = [
      () => proof,
      (nonce) => sign(newKey(), 'a1', { nonce }),
      (nonce) => sign(key, 'a2', { nonce }),
      (nonce) => sign(key, 'a1', { nonce }, 'something-else'),
      (nonce) => new UnsecuredJWT({ nonce }).setSubject('a1').setAudience(AGENT_AUDIENCE).encode(),
      (nonce) =>
        new SignJWT({ nonce })
          .setProtectedHeader({ alg: 'HS256' })
          .setSubject('a1')
          .setAudience(AGENT_AUDIENCE)
          .sign(new TextEncoder().encode(jwkOf(key).x)),
    ];
    for (const attempt of attempts) {
      const connection = await connect();
      connection.send(hello('a1', await attempt(connection.nonce)));
      expect(await connection.refusal()).toBe('OBS_AGENT_PROOF');
    }
    expect(fleet.stats.refused.OBS_AGENT_PROOF).toBe(attempts.length);
    registry.revoke('a1');
    const late = await connect();
    late.send(hello('a1', await sign(key, 'a1', { nonce: late.nonce })));
    expect(await late.refusal()).toBe('OBS_AGENT_PROOF');
  });

  it('takes nothing before the proof, nothing malformed, nothing oversized, no browser', async () => {
    const early = await connect();
    early.send(logRecord(1));
    expect(await early.refusal()).toBe('OBS_AGENT_PROOF');
    const malformed = await connect();
    malformed.socket.send('{"type":"record"');
    expect(await malformed.refusal()).toBe('OBS_AGENT_MESSAGE');
    const oversized = await connect();
    oversized.socket.send(Buffer.alloc((1 << 20) + 1, 'x'));
    await oversized.closed();
    const browser = await connect({ origin: 'http://evil.example' });
    expect(browser.messages).toEqual([]);
    expect(fleet.stats.refused).toMatchObject({ OBS_AGENT_MESSAGE_SIZE: 1, OBS_AGENT_ORIGIN: 1 });
    expect(logs.stats().lines).toBe(0);
  });

  it('bounds the connections', async () => {
    const open = await Promise.all([connect(), connect(), connect()]);
    expect((await connect()).messages).toEqual([]);
    expect(fleet.stats.refused.OBS_AGENT_LIMIT).toBe(1);
    for (const { socket } of open) socket.terminate();
  });

  it('answers to a command count only from the agent that was asked; records come once; foreign series do not', async () => {
    const keys = { a1: await enrol('a1'), a2: await enrol('a2') };
    const open = async (agent: 'a1' | 'a2') => {
      const connection = await connect();
      connection.send(hello(agent, await sign(keys[agent], agent, { nonce: connection.nonce })));
      await connection.until(() => connection.messages.some(({ type }) => type === 'welcome'));
      return connection;
    };
    const [first, second] = [await open('a1'), await open('a2')];
    let settled = false;
    const result = fleet
      .run('a1', 's', 'stop', { key: 'k', deadlineMs: Date.now() + 60_000 })
      .finally(() => (settled = true));
    await first.until(() => first.messages.some(({ type }) => type === 'command'));
    const command = first.messages.find(({ type }) => type === 'command');
    const id = command?.type === 'command' ? command.id : '';
    const done = { outcome: 'done', state: 'stopped', output: '', durationMs: 1, repeated: false };
    second.send({ type: 'result', id, result: done });
    second.send(logRecord(1, 'from the other'));
    await second.until(() => second.messages.some(({ type }) => type === 'ack'));
    expect(settled).toBe(false);
    first.send({ type: 'result', id, result: done });
    expect(await result).toMatchObject({ outcome: 'done' });

    first.send(logRecord(1, 'once'));
    first.send(logRecord(1, 'again'));
    const summary = {
      timeMs: 5000,
      cpuPercent: 1,
      memoryPercent: 1,
      memoryTotalBytes: 1,
      memoryAvailableBytes: 1,
      memoryUsedBytes: 1,
      diskPercent: 1,
      networkReceiveBytesPerSecond: 0,
      networkTransmitBytesPerSecond: 0,
    };
    const statistics = {
      total_reports: 1,
      failed_reports: 0,
      success_rate_percent: 100,
      current_interval: 30,
      last_report_status: 'success',
      running: true,
      dropped_lines: 0,
    };
    const points = [
      ['pulsar_rate_in', { job: 'broker', cluster: 'c' }, 1],
      ['node_load1', { job: 'broker', instance: 'victim', cluster: 'other' }, 1],
    ];
    first.send({
      type: 'record',
      seq: 2,
      record: {
        kind: 'report',
        report: { samples: [{ summary, points }], processes: [], processCount: 0, services: [], statistics },
      },
    });
    await first.until(() => first.messages.some((message) => message.type === 'ack' && message.seq >= 2));
    const { lines } = await logs.query({ nodes: ['a1'] });
    expect(lines.map(({ message }) => message)).toEqual(['once']);
    expect(written).toEqual(['node_load1{cluster="c", instance="a1", job="agent"}']);
  });
});
