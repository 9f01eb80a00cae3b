import type { GroundTruth } from '@observatory/protocol/demo';
import { createDemoCluster, type DemoCluster } from '../cluster.ts';
import type { IncidentPlan } from './plan-incident.ts';

/** One scrape of a played incident, as a recorder would have kept it. */
export interface PlayedScrape {
  kind: string;
  node: string;
  url: string;
  timestampMs: number;
  durationSeconds: number;
  contentType: string;
  /** Undefined when the node did not answer in time. */
  body: Uint8Array | undefined;
}

export interface PlayedIncident {
  cluster: DemoCluster;
  /** Scrapes in the order of time; advances the cluster as it goes. */
  scrapes(): Generator<PlayedScrape>;
  truth(): GroundTruth[];
}

/** What a scrape waits for an answer. */
const TIMEOUT_MS = 4000;

/** Plays a plan without sockets or timers: every node is scraped at its own moment of the interval. */
export function playIncident(plan: IncidentPlan): PlayedIncident {
  const cluster = createDemoCluster({ seed: plan.seed, size: plan.size, startMs: plan.startMs, speed: 'max' });
  for (const fault of plan.faults) cluster.inject(fault);
  const nodes = cluster.nodes();
  return {
    cluster,
    truth: () => cluster.groundTruth(),
    *scrapes() {
      const { scrapeIntervalMs: interval } = plan;
      const offsets = nodes.map((_, i) => Math.floor((((i * 0.618) % 1) * interval) / 1000) * 1000);
      const order = nodes.map((node, i) => ({ node, offset: offsets[i] })).sort((a, b) => a.offset - b.offset);
      for (let roundMs = plan.startMs; roundMs <= plan.windowToMs; roundMs += interval) {
        for (const { node, offset } of order) {
          const timestampMs = roundMs + offset;
          if (timestampMs > plan.windowToMs) continue;
          cluster.advanceSync(timestampMs);
          yield {
            kind: node.kind,
            node: node.name,
            url: node.metricsUrl,
            timestampMs,
            durationSeconds: 0.05,
            contentType: 'text/plain; version=0.0.4',
            body: answerOf(cluster, node.name),
          };
        }
      }
    },
  };
}

/** A process in a short pause answers late; one that is gone, cut off or frozen for longer does not. */
function answerOf(cluster: DemoCluster, name: string): Uint8Array | undefined {
  const process = cluster.find(name);
  if (!process?.up || !process.reachable || process.frozenUntilMs > cluster.nowMs + TIMEOUT_MS) return undefined;
  return cluster.pages.read(process);
}
