import { addEvent } from '../model/world.ts';
import type { BookieContext } from './bookie-api.ts';
import { ok, route, type Answer, type Route } from './router.ts';

const said = (value: string, status = 200): Answer => ({ status, text: value, type: '' });

const flag = (body: unknown, key: string): boolean | undefined => {
  const value = (body as Record<string, unknown> | undefined)?.[key];
  return typeof value === 'boolean' ? value : undefined;
};

/** Changes of state by a bookie's HTTP API. */
export const bookieControlRoutes: Route<BookieContext>[] = [
  route('PUT', '/api/v1/bookie/state/readonly', ({ world, bookie, body }) => {
    const readOnly = flag(body, 'readOnly');
    if (readOnly === undefined) return said('Failed to parse the request body', 500);
    bookie.forcedReadOnly = readOnly;
    bookie.readOnly = readOnly;
    addEvent(world, readOnly ? 'bookie-read-only' : 'bookie-writable', bookie.name, bookie.id);
    return said(`Success: BookieState is now ${readOnly ? 'readonly' : 'writable'}`);
  }),
  route('PUT', '/api/v1/bookie/gc', ({ world, bookie }) => {
    bookie.nextGcMs = world.nowMs;
    return said('Triggered GC on BookieServer: ' + bookie.id);
  }),
  route('PUT', '/api/v1/bookie/gc/suspend_compaction', ({ bookie, body }) => {
    bookie.gcSuspended = {
      major: flag(body, 'suspendMajor') ?? bookie.gcSuspended.major,
      minor: flag(body, 'suspendMinor') ?? bookie.gcSuspended.minor,
    };
    return said(`Suspend majorGC: ${bookie.gcSuspended.major}, Suspend minorGC: ${bookie.gcSuspended.minor}`);
  }),
  route('PUT', '/api/v1/bookie/gc/resume_compaction', ({ bookie, body }) => {
    if (flag(body, 'resumeMajor')) bookie.gcSuspended.major = false;
    if (flag(body, 'resumeMinor')) bookie.gcSuspended.minor = false;
    return said(`Resume majorGC: ${!bookie.gcSuspended.major}, Resume minorGC: ${!bookie.gcSuspended.minor}`);
  }),
  route('PUT', '/api/v1/autorecovery/status', ({ world, query }) => {
    world.autorecovery = query.get('enabled') === 'true';
    addEvent(world, world.autorecovery ? 'autorecovery-on' : 'autorecovery-off', '', '');
    return ok({ enabled: world.autorecovery });
  }),
  route('PUT', '/api/v1/autorecovery/trigger_audit', () => said('Success: trigger audit succeeded.')),
];
