import type { ClusterEvent, EventList, EventType } from '@observatory/protocol/events';
import { eventsFrameQuery, type EventsFrameQuery } from '@observatory/protocol/frames';
import type { z } from 'zod';
import { evaluatedFrames } from '../evaluated-query.ts';
import type { Frame, Notice } from '../frame.ts';
import { textColumn, timeColumn, wordColours } from './columns.ts';
import { frameKind, type FrameKind } from './frame-kind.ts';

export interface EventsKindOptions {
  /** Oldest first; the newest when `limit` cuts them. */
  events: (query: {
    fromMs: number;
    toMs: number;
    cluster?: string;
    node?: string;
    types?: readonly EventType[];
    limit: number;
  }) => EventList;
}

/** More than the log keeps in memory: what is filtered here must not be cut before. */
const ALL = 1_000_000;
/** What begins with one event lasts until the other, of the same node. */
const ENDS: Readonly<Partial<Record<EventType, EventType>>> = {
  node_down: 'node_up',
  broker_left: 'broker_joined',
  bookie_left: 'bookie_joined',
  worker_left: 'worker_joined',
  bookie_read_only: 'bookie_writable',
  under_replicated: 'fully_replicated',
};
const SEVERITIES = wordColours({ info: 'blue', warning: 'orange' });

/** Kind `events`: what happened, as annotations; a table shows the same columns. */
export function eventsKind({ events }: EventsKindOptions): FrameKind {
  return frameKind(['events'], eventsFrameQuery as z.ZodType<EventsFrameQuery>, async (query) => {
    const { fromMs, toMs, clusters, types, severity, node, limit } = query;
    const within = (clusters.length === 0 ? [undefined] : clusters).flatMap(
      (cluster) =>
        events({
          fromMs,
          toMs,
          ...(cluster !== undefined && { cluster }),
          ...(node !== '' && { node }),
          limit: ALL,
        }).events,
    );
    const wanted = within
      .filter((event) => types.length === 0 || types.includes(event.type))
      .filter((event) => severity === '' || event.severity === severity)
      .sort((a, b) => a.timeMs - b.timeMs || a.id - b.id);
    const shown = wanted.slice(-limit);
    const notices: Notice[] =
      shown.length < wanted.length
        ? [{ severity: 'warning', text: `the newest ${shown.length} of ${wanted.length} events are shown` }]
        : [];
    return evaluatedFrames([frameOf(query.refId, shown, endsOf(within), notices)]);
  });
}

/** Time at which what began with an event ended, by the event's id; only where that is known. */
function endsOf(events: readonly ClusterEvent[]): Map<number, number> {
  const open = new Map<string, ClusterEvent>();
  const ends = new Map<number, number>();
  const key = (type: EventType, { cluster, node = '' }: ClusterEvent) => `${type} ${cluster} ${node}`;
  for (const event of events) {
    const endsWith = ENDS[event.type];
    if (endsWith !== undefined) {
      // Told twice without an end between them: it began with the first.
      if (!open.has(key(endsWith, event))) open.set(key(endsWith, event), event);
      continue;
    }
    const began = open.get(key(event.type, event));
    if (!began) continue;
    ends.set(began.id, event.timeMs);
    open.delete(key(event.type, event));
  }
  return ends;
}

function frameOf(
  refId: string,
  events: readonly ClusterEvent[],
  ends: ReadonlyMap<number, number>,
  notices: readonly Notice[],
): Frame {
  return {
    name: 'events',
    refId,
    meta: { preferredVisualisationType: 'table', ...(notices.length > 0 && { notices }) },
    length: events.length,
    fields: [
      timeColumn(
        'time',
        events.map(({ timeMs }) => timeMs),
        { displayName: 'Time' },
      ),
      timeColumn(
        'timeEnd',
        // Never empty: Grafana draws no region where it equals the time, and fails on one whose first event has none.
        events.map(({ id, timeMs }) => ends.get(id) ?? timeMs),
        { displayName: 'Until' },
      ),
      textColumn(
        'title',
        events.map(({ type }) => titleOf(type)),
        { displayName: 'What' },
      ),
      textColumn(
        'text',
        events.map(({ summary }) => summary),
        { displayName: 'Text' },
      ),
      // Separated by commas, as the annotations' reader splits them.
      textColumn(
        'tags',
        events.map(({ type, severity, cluster }) => [type, severity, cluster].join(',')),
        {
          displayName: 'Tags',
        },
      ),
      textColumn(
        'id',
        events.map(({ id }) => String(id)),
        { displayName: 'Id' },
      ),
      textColumn(
        'severity',
        events.map(({ severity }) => severity),
        { displayName: 'Severity', ...SEVERITIES },
      ),
      textColumn(
        'type',
        events.map(({ type }) => type),
        { displayName: 'Type' },
      ),
      textColumn(
        'cluster',
        events.map(({ cluster }) => cluster),
        { displayName: 'Cluster' },
      ),
      textColumn(
        'node',
        events.map(({ node }) => node),
        { displayName: 'Node' },
      ),
    ],
  };
}

function titleOf(type: EventType): string {
  const words = type.replaceAll('_', ' ');
  return words[0].toUpperCase() + words.slice(1);
}
