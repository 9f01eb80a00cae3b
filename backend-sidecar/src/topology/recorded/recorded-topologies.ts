import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { TopologyStatus } from '@observatory/protocol/topology';
import { FactHistory } from '../facts/fact-history.ts';
import { assemble } from '../graph/assemble.ts';
import type { Graph } from '../graph/graph.ts';
import { readHistory } from '../history/read-history.ts';
import { RECORDED_FOLDER } from './write-recorded.ts';

/** Past graphs that are kept once somebody asked for them. */
const KEPT_GRAPHS = 8;

/** The topologies of imported recordings, each a history of its own: they do not age, and may lie anywhere in time. */
export class RecordedTopologies {
  private readonly directory: string;
  private byCluster = new Map<string, FactHistory[]>();
  private readonly graphs = new Map<string, Graph>();

  /** @param directory where the sidecar keeps the histories of all clusters */
  constructor(directory: string) {
    this.directory = path.join(directory, RECORDED_FOLDER);
  }

  /** Reads what was imported; again after an import. */
  async read(): Promise<void> {
    const byCluster = new Map<string, FactHistory[]>();
    for (const cluster of await folders(this.directory)) {
      const histories: FactHistory[] = [];
      for (const start of await folders(path.join(this.directory, cluster))) {
        const history = new FactHistory({ maxAgeMs: Infinity });
        await readHistory(path.join(this.directory, cluster, start), history, Infinity);
        if (history.startMs !== undefined) histories.push(history);
      }
      byCluster.set(decodeURIComponent(cluster), histories);
    }
    this.byCluster = byCluster;
    this.graphs.clear();
  }

  get clusters(): readonly string[] {
    return [...this.byCluster.keys()];
  }

  /** The recorded graph of a time; of several recordings the one that began last. */
  graph(cluster: string, atMs: number): Graph | undefined {
    const found = (this.byCluster.get(cluster) ?? [])
      .filter((history) => history.versionAt(atMs) !== undefined)
      .sort((a, b) => (b.startMs ?? 0) - (a.startMs ?? 0))
      .at(0);
    const facts = found?.at(atMs);
    if (!found || !facts) return undefined;
    const key = `${cluster}\n${found.startMs}\n${found.versionAt(atMs)}`;
    let graph = this.graphs.get(key);
    if (!graph) {
      const addresses = new Map(
        [...facts.entries('recordedName')].map(([id, { value }]) => [id, value?.address ?? '']),
      );
      graph = assemble(facts, { cluster, bookieAddress: (id) => addresses.get(`bookie/${id}`) ?? '' });
      this.graphs.set(key, graph);
      for (const oldest of this.graphs.keys()) if (this.graphs.size > KEPT_GRAPHS) this.graphs.delete(oldest);
    }
    return graph;
  }

  status(cluster: string): TopologyStatus {
    const starts = (this.byCluster.get(cluster) ?? []).map(({ startMs }) => startMs ?? Infinity);
    return { cluster, historyStartMs: Math.min(...starts), facts: 0, unknown: [], deferred: 0 };
  }
}

async function folders(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}
