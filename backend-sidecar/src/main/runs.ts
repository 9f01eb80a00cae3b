import path from 'node:path';
import type { Node } from '@observatory/protocol/nodes';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/index.ts';
import { auditEntry, type Control } from '../control/index.ts';
import type { EventLog } from '../events/index.ts';
import type { IdentitySource } from '../http/observatory/control-actor.ts';
import type { OperationRegistry } from '../http/observatory/operation.ts';
import { registerRuns } from '../http/observatory/runs.ts';
import type { AnalysisView } from '../http/observatory/analysis.ts';
import { parsePrices } from '../runs/cost/prices.ts';
import { explainedFindings } from '../runs/report/explained-findings.ts';
import { compareRuns, groupName, importRun, Runs, RunStore, seriesOfRun, type RunData } from '../runs/index.ts';
import type { BackfillTarget } from '../recording/index.ts';
import type { PromqlSource } from '../storage.ts';
import type { StreamHub } from '../stream/index.ts';
import type { Clock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';

export interface RunsParts {
  clock: Clock;
  logger: Logger;
  version: string;
  hub: StreamHub;
  promql: PromqlSource;
  /** Where series of imported runs go. */
  target: BackfillTarget;
  nodes: () => readonly Node[];
  events: EventLog;
  control: Control;
  identity: IdentitySource;
  explain: AnalysisView['explain'];
}

export interface RunsWiring {
  runs: Runs;
  register(app: FastifyInstance, operations: OperationRegistry): void;
}

/** Benchmark runs, their stream channel `runs`, their events and their traces in the audit. */
export function createRuns(config: Config, parts: RunsParts): RunsWiring {
  const { clock, version, hub, promql, nodes, events, control, identity } = parts;
  hub.registerChannel('runs');
  const store = new RunStore(path.join(config.storage.path, 'runs'));
  const runs = new Runs({
    store,
    clock,
    logger: parts.logger.child({ part: 'runs' }),
    version,
    promql,
    onlyCluster: () => {
      const clusters = new Set(pulsarNodes(nodes()).map(({ cluster }) => cluster));
      return clusters.size === 1 ? [...clusters][0] : '';
    },
    clusterState: (cluster) => clusterState(pulsarNodes(nodes()), cluster),
    explain: async (span, cluster) => {
      const { fromMs, toMs } = span;
      return explainedFindings(await parts.explain({ fromMs, toMs, ...(cluster !== '' && { cluster }) }), span);
    },
    onChange: (info) => hub.publish('runs', info, info.id),
    onGone: (id) => hub.forget('runs', id),
    publish: (event) => events.publish(event),
  });
  return {
    runs,
    register: (app, operations) =>
      registerRuns(app, operations, {
        runs,
        identity,
        audit: async (actor, operation, target, parameters) => {
          await control.audit.append({ ...auditEntry('run', actor, 'succeeded'), operation, target, parameters });
        },
        compare: async (base, others, prices) =>
          compareRuns(base, others, {
            repeats: await repeatsOf(runs, [base, ...others]),
            ...(prices !== undefined && { prices: parsePrices(prices) }),
          }),
        importRun: async (archive, by) => {
          const id = await importRun(archive, { store, by, nowMs: clock.now() });
          const timeseries = await store.folder(id).readTimeseries();
          if (timeseries) {
            const series = seriesOfRun(store.record(id), timeseries);
            await parts.target.backfill({ series: () => series });
          }
          return runs.adopted(id);
        },
      }),
  };
}

const MOST_REPEATS = 20;

/** Other runs of the same groups, newest first: how much they differ says what a difference means. */
async function repeatsOf(runs: Runs, compared: readonly RunData[]): Promise<RunData[]> {
  const groups = new Set(compared.map(groupName));
  const ids = new Set(compared.map(({ info }) => info.id));
  const repeats = runs
    .list()
    .runs.filter((info) => info.state === 'finished' && !ids.has(info.id) && groups.has(groupName({ info })));
  const data: RunData[] = [];
  for (const { id } of repeats.slice(0, MOST_REPEATS)) data.push(await runs.data(id));
  return data;
}

const pulsarNodes = (nodes: readonly Node[]): Node[] => nodes.filter(({ kind }) => kind !== undefined);

/** `Brokers` → `3 up, 1 down; version 4.0.8`. */
function clusterState(nodes: readonly Node[], cluster: string): [string, string][] {
  const wanted = nodes.filter((node) => cluster === '' || node.cluster === cluster);
  const kinds = [...new Set(wanted.flatMap(({ kind }) => kind ?? []))].sort();
  return kinds.map((kind): [string, string] => {
    const own = wanted.filter((node) => node.kind === kind);
    const states = [...new Set(own.map(({ state }) => state))].sort().reverse();
    const counted = states.map((state) => `${own.filter((node) => node.state === state).length} ${state}`).join(', ');
    const versions = [...new Set(own.flatMap(({ version }) => version ?? []))].sort();
    return [nameOf(kind), versions.length === 0 ? counted : `${counted}; version ${versions.join(', ')}`];
  });
}

/** `function_worker` → `Function workers` */
function nameOf(kind: string): string {
  const words = kind === 'zookeeper' ? 'ZooKeeper servers' : `${kind.replaceAll('_', ' ')}s`;
  return words[0].toUpperCase() + words.slice(1);
}
