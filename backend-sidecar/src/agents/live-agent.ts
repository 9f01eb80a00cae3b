import {
  MAX_INTERVAL_SECONDS,
  type AgentMessage,
  type AgentReport,
  type HostSummary,
  type ServiceStatus,
} from '@observatory/protocol/agents';
import type { AgentLink } from './agent-link.ts';

export type Hello = Extract<AgentMessage, { type: 'hello' }>;

/** What is known of an agent that was heard of since the start. */
export interface LiveAgent {
  hello: Hello;
  link: AgentLink | undefined;
  lastSeenMs: number;
  report: AgentReport | undefined;
  summary: HostSummary | undefined;
  services: ServiceStatus[];
  /** Log lines that its buffer had no room for, as it last said. */
  droppedLines: number;
}

/** It connected, for the first time or again: what it said before holds until it says otherwise. */
export function connected(link: AgentLink, hello: Hello, before: LiveAgent | undefined, nowMs: number): LiveAgent {
  return {
    report: undefined,
    summary: undefined,
    services: [],
    droppedLines: 0,
    ...before,
    hello,
    link,
    lastSeenMs: nowMs,
  };
}

/** It is connected, and reports as it should. */
export function isFresh({ link, report, summary }: LiveAgent, nowMs: number): boolean {
  if (!link) return false;
  if (!report || !summary || !report.statistics.running) return true;
  const intervalMs = Math.min(MAX_INTERVAL_SECONDS, report.statistics.current_interval) * 1000;
  return nowMs - summary.timeMs < 2 * intervalMs + 60_000;
}
