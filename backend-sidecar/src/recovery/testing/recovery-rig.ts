import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AgentInfo } from '@observatory/protocol/agents';
import type { Actor, Execution, Plan } from '@observatory/protocol/control';
import type { Node, NodeState } from '@observatory/protocol/nodes';
import type { RecoveryRun } from '@observatory/protocol/recovery';
import type { ArgvOptions, CommandResult } from '../../agents/types.ts';
import { parseConfig } from '../../config/index.ts';
import type { NewEvent } from '../../events/index.ts';
import type { Appender, PromqlSource } from '../../storage.ts';
import { VirtualClock } from '../../util/clock.ts';
import { ObservatoryError } from '../../util/errors.ts';
import { silentLogger } from '../../util/logger.ts';
import { Recovery } from '../recovery.ts';
import { RunBook } from '../runs/run-book.ts';
import type { AuditEntry } from '../runs/told.ts';
import type { DurableLines } from '../../control/engine/durable-lines.ts';
import { shownRun } from '../runs/stored-run.ts';

export const START_MS = Date.parse('2026-11-22T00:00:00Z');
export const ADA: Actor = { name: 'ada', role: 'operator', via: 'token', address: '127.0.0.1' };

/** The world outside of recovery: it outlives every crash, and counts what was done to it. */
export class World {
  readonly clock = new VirtualClock(START_MS);
  readonly directory = mkdtempSync(path.join(tmpdir(), 'observatory-recovery-'));
  readonly events: NewEvent[] = [];
  readonly audit: AuditEntry[] = [];
  readonly told: (RecoveryRun | undefined)[] = [];
  readonly samples: [number, number][] = [];
  /** Operations that were carried out, and programs that agents ran, by their keys. */
  readonly operations = new Map<string, { target: string; operation: string }>();
  readonly programs = new Map<string, ArgvOptions>();
  states: Record<string, NodeState> = { 'c/broker/b1': 'up', 'c/broker/b2': 'up' };
  disks: Record<string, number> = { 'c/bookie/k1': 50 };
  agents: AgentInfo[] = [agent('host-1', ['c/bookie/k1'])];
  promql: PromqlSource = {
    instant: () => Promise.reject(new Error('no series here')),
    range: () => Promise.reject(new Error('no series here')),
  };
  automation = true;
  readOnly = false;
  auditWorks = true;
  connected = true;
  /** What control says to a plan; empty: it may. */
  refusal = '';
  commandResult: CommandResult | undefined;

  /** A sidecar that starts in this world. */
  recovery(monitoring: object, journal?: DurableLines): Recovery {
    const onChange = (_id: string, run: RecoveryRun | undefined) => void this.told.push(run);
    const recovery = new Recovery({
      directory: this.directory,
      clock: this.clock,
      logger: silentLogger,
      appender: this.appender(),
      nodes: {
        topology: () =>
          Object.entries(this.disks).map(([id, diskPercent]) => {
            return { id, cluster: 'c', kind: 'bookie', scrapedAs: undefined, diskPercent };
          }),
        scraped: () => Object.entries(this.states).map(([id, state]) => scraped(id, state)),
        agents: () => this.agents,
        services: () => [],
      },
      sources: {
        promql: this.promql,
        scraped: () => [],
        vitals: (timeMs) => Promise.resolve({ timeMs, nodes: [], warnings: [] }),
      },
      agents: {
        isConnected: () => this.connected,
        exec: (_agent, options) => {
          if (!this.connected)
            return Promise.resolve({
              outcome: 'refused',
              code: 'OBS_AGENT_OFFLINE',
              reason: 'not connected',
              output: '',
            });
          const repeated = this.programs.has(options.key);
          this.programs.set(options.key, options);
          const done: CommandResult = { outcome: 'done', state: 'unknown', output: 'ok', durationMs: 1, repeated };
          return Promise.resolve(this.commandResult ?? done);
        },
      },
      agentInfo: (id) => this.agents.find((each) => each.id === id),
      control: {
        plan: ({ operation, target }) => {
          const [permission] = [{ allowed: this.refusal === '', reason: this.refusal }];
          return Promise.resolve({
            id: `${operation} ${target}`,
            hash: 'h',
            sentence: `Do ${operation} of ${target}`,
            permission,
            findings: [],
            blast: [],
            confirmation: { kind: 'button', text: '' },
          } as unknown as Plan);
        },
        confirm: ({ plan, key }) => {
          const [operation, target] = plan.split(' ');
          if (!this.operations.has(key)) this.operations.set(key, { operation, target });
          return Promise.resolve(execution(key));
        },
        execution: (id) => execution(id),
        withKey: (key) => (this.operations.has(key) ? execution(key) : undefined),
        status: () => ({ automation: this.automation, readOnly: this.readOnly }),
        audit: (entry) => {
          if (!this.auditWorks)
            return Promise.reject(new ObservatoryError('OBS_CONTROL_AUDIT', 'the audit log cannot be written'));
          this.audit.push(entry);
          return Promise.resolve();
        },
      },
      publish: (event) => this.events.push(event),
      onChange,
      context: {
        operations: [
          { id: 'bookie-gc', title: 'Collect', targets: ['bookie'], risk: 'medium', parameters: [] },
          {
            id: 'broker-drain',
            title: 'Drain',
            targets: ['broker'],
            risk: 'high',
            parameters: [{ name: 'bundles_per_second', type: 'number', required: false, default: 10, description: '' }],
          },
        ],
        parsePromql: (text) => {
          if (text.includes('((')) throw new Error('1:1: parse error');
        },
      },
      ...(journal && {
        journal: new RunBook({
          directory: this.directory,
          onChange: (id, run) => onChange(id, run && shownRun(run)),
          journal,
        }),
      }),
    });
    recovery.applyConfig(settingsOf(monitoring));
    return recovery;
  }

  /** Moves time in steps, and waits at each until nothing is under way. */
  async pass(recovery: Recovery, minutes: number): Promise<void> {
    for (let i = 0; i < minutes; i++) {
      await this.clock.advanceBy(60_000);
      await this.settle(recovery);
    }
  }

  async settle(recovery: Recovery): Promise<void> {
    for (let i = 0; i < 3; i++) {
      await this.clock.advanceBy(1000 / 3);
      await recovery.settled();
    }
  }

  private appender(): Appender {
    return {
      setMetadata: () => {},
      seriesRef: () => 1,
      isLive: () => true,
      append: (ref: number, _timeMs: number, value: number) => void this.samples.push([ref, value]),
      appendStale: () => undefined,
    } as unknown as Appender;
  }
}

/** A configuration with this under `cluster.monitoring`. */
export function settingsOf(monitoring: object) {
  return parseConfig(JSON.stringify({ cluster: { monitoring: { enabled: true, ...monitoring } } }), 'test.yml');
}

export function agent(id: string, nodes: string[], more: Partial<AgentInfo> = {}): AgentInfo {
  return {
    id,
    state: 'connected',
    host: id,
    platform: '',
    version: '',
    cluster: 'c',
    enrolledMs: 0,
    kid: '',
    commands: ['clean-disk'],
    nodes,
    processes: [],
    services: 0,
    ...more,
  };
}

function scraped(id: string, state: NodeState): Node {
  const [cluster, kind, address] = id.split('/');
  return {
    id,
    cluster,
    kind: kind as Node['kind'],
    address,
    job: '',
    state,
    lastError: '',
    scrapeIntervalMs: 1000,
    labels: {},
  };
}

const execution = (id: string): Execution =>
  ({ id, state: 'succeeded', sentence: 'it', result: 'verified' }) as unknown as Execution;
