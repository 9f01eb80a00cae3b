import type { Node, NodeList, NodeState } from '@observatory/protocol/nodes';
import type { TargetStatus } from '../scrape/target-status.ts';
import type { Clock } from '../util/clock.ts';
import { identityOf } from './identity.ts';

/** A good scrape older than this many intervals makes a node stale. */
const STALE_INTERVALS = 2.5;
/** How long a node that discovery dropped is still listed. */
const GONE_MS = 3_600_000;
const WATCH_MS = 1000;

export interface NodeTrackerOptions {
  clock: Clock;
  targets: () => readonly TargetStatus[];
  /** Told of nodes that are new, changed their state, or are gone; `undefined` when a gone one is forgotten. */
  onChange: (id: string, node: Node | undefined) => void;
}

/** The nodes behind the targets, with those that left; looks for changes of state once a second. */
export class NodeTracker {
  private readonly options: NodeTrackerOptions;
  private readonly known = new Map<string, { node: Node; goneMs: number | undefined }>();
  private cancelTimer: (() => void) | undefined;

  constructor(options: NodeTrackerOptions) {
    this.options = options;
  }

  start(): void {
    this.refresh();
    this.cancelTimer = this.options.clock.setTimeout(() => this.start(), WATCH_MS);
  }

  stop(): void {
    this.cancelTimer?.();
  }

  /** All nodes as of now. */
  list(): NodeList {
    this.refresh();
    const nodes = [...this.known.values()].map(({ node }) => node);
    const states: NodeList['states'] = {};
    for (const { state } of nodes) states[state] = (states[state] ?? 0) + 1;
    return { nodes, states };
  }

  private refresh(): void {
    const { clock, targets, onChange } = this.options;
    const now = clock.now();
    const present = new Set<string>();
    for (const status of targets()) {
      const node = nodeOf(status, now);
      // Two targets of one address (two paths of one process): the first keeps the name.
      while (present.has(node.id)) node.id += '+';
      present.add(node.id);
      const before = this.known.get(node.id);
      this.known.set(node.id, { node, goneMs: undefined });
      if (before?.node.state !== node.state || before.node.lastError !== node.lastError) onChange(node.id, node);
    }
    for (const [id, entry] of this.known) {
      if (present.has(id)) continue;
      if (entry.goneMs === undefined) {
        entry.goneMs = now;
        entry.node = { ...entry.node, state: 'gone' };
        onChange(id, entry.node);
      } else if (now - entry.goneMs > GONE_MS) {
        this.known.delete(id);
        onChange(id, undefined);
      }
    }
  }
}

function nodeOf(status: TargetStatus, nowMs: number): Node {
  const { id, cluster, kind, address, version } = identityOf(status);
  const scraped = status.lastScrapeMs > 0;
  return {
    id,
    cluster,
    kind,
    address,
    job: status.labels.get('job'),
    state: stateOf(status, nowMs),
    lastScrapeMs: scraped ? status.lastScrapeMs : undefined,
    lastScrapeDurationMs: scraped ? status.lastScrapeDurationSeconds * 1000 : undefined,
    samples: scraped ? status.samples : undefined,
    lastError: status.lastError,
    version,
    scrapeIntervalMs: status.scrapeIntervalMs,
    labels: status.labels.toObject(),
  };
}

function stateOf(status: TargetStatus, nowMs: number): NodeState {
  if (status.health !== 'up') return status.health;
  return nowMs - status.lastScrapeMs > STALE_INTERVALS * status.scrapeIntervalMs + status.scrapeTimeoutMs
    ? 'stale'
    : 'up';
}
