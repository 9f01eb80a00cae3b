import type { Execution, OperationInfo, OperationList, Plan } from '@observatory/protocol/control';
import { fakeViewHost } from '../../host/testing/fake-view-host.ts';
import type { ViewHost, WatchHandlers } from '../../host/ViewHost.ts';

// jsdom knows the element, but not how it opens.
HTMLDialogElement.prototype.showModal = function open(this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
  this.open = false;
};

const ALLOWED = { action: '', allowed: true, reason: '', requires: ['role operator'], secondPerson: false };

export function operationInfo(changes: Partial<OperationInfo> = {}): OperationInfo {
  const id = changes.id ?? 'service-restart';
  return {
    id,
    title: 'Restart service',
    summary: 'Restarts a service on its host.',
    targets: ['service'],
    risk: 'high',
    role: 'operator',
    parameters: [],
    verification: 'The agent reports that it is running.',
    stopsOn: [],
    undo: 'Nothing to undo: it runs again.',
    permission: { ...ALLOWED, action: id },
    ...changes,
  };
}

export function catalogue(operations: OperationInfo[] = [operationInfo()]): OperationList {
  return { status: { mode: 'confirm', automation: true, auditRecords: 0, fault: '' }, operations };
}

export function planOf(changes: Partial<Plan> = {}): Plan {
  return {
    id: 'plan-1',
    hash: 'a'.repeat(64),
    operation: 'service-restart',
    title: 'Restart service',
    sentence: 'Restart service broker',
    target: 'agents/host-1/broker',
    parameters: {},
    risk: 'high',
    createdMs: 1_000_000,
    expiresMs: 1_120_000,
    permission: { ...ALLOWED, action: 'service-restart' },
    confirmation: { kind: 'typed', text: 'broker' },
    steps: [{ id: 'restart', title: 'Restart the service', call: 'agent: restart broker' }],
    blast: [
      {
        kind: 'clients_reconnect',
        count: 42,
        sentence: 'clients reconnect',
        certainty: 'estimate',
        examples: ['a', 'b'],
      },
    ],
    findings: [],
    verification: 'The agent reports that it is running.',
    stopsOn: ['the backlog grows'],
    undo: 'Nothing to undo: it runs again.',
    ...changes,
  };
}

export function executionOf(changes: Partial<Execution> = {}): Execution {
  return {
    id: 'exec-1',
    key: 'view-key-1',
    operation: 'service-restart',
    sentence: 'Restart service broker',
    target: 'agents/host-1/broker',
    parameters: {},
    planHash: 'a'.repeat(64),
    blast: [],
    by: { name: 'ann', role: 'operator', via: 'token', address: '127.0.0.1' },
    state: 'running',
    startedMs: 1_000_000,
    deadlineMs: 1_360_000,
    steps: [
      {
        id: 'restart',
        title: 'Restart the service',
        call: 'agent: restart broker',
        state: 'running',
        startedMs: 1_000_000,
        note: 'it is stopping',
      },
    ],
    result: '',
    ...changes,
  };
}

export const ended = (changes: Partial<Execution> = {}): Execution =>
  executionOf({
    state: 'succeeded',
    endedMs: 1_004_000,
    verified: true,
    result: 'it is running',
    steps: [{ ...executionOf().steps[0], state: 'done', endedMs: 1_004_000, note: 'running' }],
    ...changes,
  });

/** A refusal as hosts throw it. */
export function refusal(code: string, message: string, status = 409): Error {
  return Object.assign(new Error(message), { code, status });
}

export interface Sent {
  path: string;
  body: Record<string, unknown>;
}

/** A host whose answers the test gives by path; what is sent is kept, and `tell` speaks on a channel. */
export function controlHost(options: {
  answers?: Record<string, unknown>;
  /** What a path that is sent to answers; a function decides, and may throw. */
  sends?: Record<string, (body: Record<string, unknown>) => unknown>;
  parts?: Partial<ViewHost>;
}): { host: ViewHost; sent: Sent[]; tell: (channel: string, payload: unknown) => void; reset: () => void } {
  const { answers = {}, sends = {}, parts = {} } = options;
  const sent: Sent[] = [];
  const watched = new Set<{ channel: string; handlers: WatchHandlers }>();
  const host = fakeViewHost({
    load(path, schema) {
      const known = path in answers ? path : path.split('?')[0];
      return known in answers
        ? Promise.resolve().then(() => schema.parse(answers[known]))
        : Promise.reject(new Error(`load ${path}`));
    },
    async send(path, body, schema) {
      sent.push({ path, body: body as Record<string, unknown> });
      const answer = sends[path];
      if (!answer) throw new Error(`send ${path}`);
      return schema.parse(await answer(body as Record<string, unknown>));
    },
    watch(spec, handlers) {
      const entry = { channel: spec.channel, handlers };
      watched.add(entry);
      return () => watched.delete(entry);
    },
    ...parts,
  });
  return {
    host,
    sent,
    tell(channel, payload) {
      for (const each of watched) if (each.channel === channel) each.handlers.onPayload(payload, 0);
    },
    reset() {
      for (const { handlers } of watched) handlers.onReset();
    },
  };
}
