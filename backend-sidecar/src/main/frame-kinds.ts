import type { NodeVitalsList } from '@observatory/protocol/nodes';
import type { Node } from '@observatory/protocol/nodes';
import type { EventLog } from '../events/index.ts';
import {
  anomaliesKind,
  candidatesKind,
  eventsKind,
  forecastKind,
  nodesKind,
  topicsKind,
  topologyKind,
  type FrameKind,
} from '../frames/index.ts';
import type { AnalysisView } from '../http/observatory/analysis.ts';
import type { TopicsView } from '../http/observatory/topics.ts';
import type { Topology } from '../topology/index.ts';
import type { Clock } from '../util/clock.ts';

export interface FrameKindParts {
  clock: Clock;
  topology: Topology;
  topics: Pick<TopicsView, 'list' | 'subscriptions'>;
  events: EventLog;
  analysis: Pick<AnalysisView, 'anomalies' | 'explain' | 'forecast'>;
  nodes: () => readonly Node[];
  vitals: (timeMs: number) => Promise<NodeVitalsList>;
}

/** What `POST /frames` answers beside PromQL: one line a kind. */
export function frameKinds({ clock, topology, topics, events, nodes, vitals, analysis }: FrameKindParts): FrameKind[] {
  const nowMs = () => clock.now();
  return [
    topologyKind({ nowMs, topology: (query) => topology.query(query) }),
    nodesKind({ nowMs, nodes, vitals }),
    topicsKind({
      nowMs,
      topics: (query) => topics.list(query),
      subscriptions: (query) => topics.subscriptions(query),
    }),
    eventsKind({ events: (query) => events.query(query) }),
    anomaliesKind({ anomalies: (options) => analysis.anomalies(options) }),
    forecastKind({ nowMs, forecast: (options) => analysis.forecast(options) }),
    candidatesKind({ explain: (options) => analysis.explain(options) }),
  ];
}
