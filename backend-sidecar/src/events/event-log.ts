import { clusterEvent, type ClusterEvent, type EventList, type EventType } from '@observatory/protocol/events';
import type { Clock } from '../util/clock.ts';
import { EventFile } from './event-file.ts';

/** An event as its discoverer tells it; the log gives it a number, and the time when none is said. */
export type NewEvent = Omit<ClusterEvent, 'id' | 'timeMs'> & { timeMs?: number };

export interface EventQuery {
  fromMs?: number;
  toMs?: number;
  cluster?: string;
  node?: string;
  types?: readonly EventType[];
  limit?: number;
}

export interface EventLogOptions {
  clock: Clock;
  /** Where events are kept over restarts; undefined keeps them in memory only. */
  directory?: string;
  /** Told of each new event. */
  onEvent?: (event: ClusterEvent) => void;
  onError?: (error: unknown) => void;
  maxEvents?: number;
}

const MAX_EVENTS = 20_000;
const DEFAULT_LIMIT = 1000;

/** The events of all clusters in order of their numbers: the newest in memory, and on disk within a bound. */
export class EventLog {
  private readonly options: EventLogOptions;
  private readonly file: EventFile | undefined;
  private readonly maxEvents: number;
  private events: ClusterEvent[] = [];
  private nextId = 1;

  constructor(options: EventLogOptions) {
    this.options = options;
    this.maxEvents = options.maxEvents ?? MAX_EVENTS;
    if (options.directory !== undefined)
      this.file = new EventFile(options.directory, { onError: options.onError ?? (() => {}) });
  }

  /** Reads what earlier runs wrote; call it before the first `publish`. Lines that are no event (a torn tail) are left out. */
  async start(): Promise<void> {
    const earlier: ClusterEvent[] = [];
    for (const line of (await this.file?.open()) ?? []) {
      const event = parseEvent(line);
      if (event) earlier.push(event);
    }
    this.nextId = earlier.reduce((max, { id }) => Math.max(max, id), 0) + 1;
    this.events = earlier.slice(-this.maxEvents);
  }

  /** Resolves when everything told so far is on disk. */
  async stop(): Promise<void> {
    await this.file?.close();
  }

  publish(event: NewEvent): ClusterEvent {
    const complete = { ...event, id: this.nextId++, timeMs: event.timeMs ?? this.options.clock.now() };
    this.events.push(complete);
    // In steps, not one by one: an array that is shifted at each event is copied at each event.
    if (this.events.length > this.maxEvents * 1.1) this.events = this.events.slice(-this.maxEvents);
    this.file?.append(JSON.stringify(complete));
    this.options.onEvent?.(complete);
    return complete;
  }

  /** The newest events that match, oldest first. */
  query({ fromMs = -Infinity, toMs = Infinity, cluster, node, types, limit = DEFAULT_LIMIT }: EventQuery): EventList {
    const wanted = types && new Set(types);
    const found: ClusterEvent[] = [];
    for (let i = this.events.length - 1; i >= 0; i--) {
      const event = this.events[i];
      const matches =
        event.timeMs >= fromMs &&
        event.timeMs <= toMs &&
        (cluster === undefined || event.cluster === cluster) &&
        (node === undefined || event.node === node) &&
        (!wanted || wanted.has(event.type));
      if (!matches) continue;
      if (found.length === limit) return { events: found.reverse(), truncated: true };
      found.push(event);
    }
    return { events: found.reverse(), truncated: false };
  }
}

function parseEvent(line: string): ClusterEvent | undefined {
  try {
    return clusterEvent.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
