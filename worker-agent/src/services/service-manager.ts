import type { ServiceAction, ServiceManagerKind, ServiceState } from '@observatory/protocol/agents';

/** What a manager says of a service now. */
export interface ManagedStatus {
  state: ServiceState;
  /** Names this run: another value means that it was started again. Undefined while it does not run. */
  run?: string;
  pid?: number;
  sinceMs?: number;
  restarts?: number;
  /** Why it does not run, in the manager's words. */
  detail?: string;
}

export interface ActionContext {
  /** Aborts at the deadline of the command. */
  signal: AbortSignal;
  /** Time at which the command was first begun: the same when it is taken up again after a crash. */
  begunMs: number;
}

/**
 * One way to run services: systemd, Docker, Kubernetes, or the agent itself. A manager knows only the services that the
 * configuration lists for it; their addresses (unit, container, workload) come from there, never from a command.
 */
export interface ServiceManager {
  readonly kind: ServiceManagerKind;
  /** Names from the configuration: the allow-list. */
  readonly names: readonly string[];
  /** What may be done with a service; empty for one that is only watched. */
  actionsOf(name: string): readonly ServiceAction[];
  /** Rejects with what the manager said when it cannot be asked. */
  status(name: string): Promise<ManagedStatus>;
  /** Resolves with the manager's words once it has accepted the action and, where it says so, carried it out. */
  start(name: string, context: ActionContext): Promise<string>;
  stop(name: string, context: ActionContext): Promise<string>;
  restart(name: string, context: ActionContext): Promise<string>;
  list(): Promise<(ManagedStatus & { name: string })[]>;
}

/** Status of every service; one that cannot be asked is in error with the reason, and stops no other. */
export async function listAll(
  names: readonly string[],
  status: (name: string) => Promise<ManagedStatus>,
): Promise<(ManagedStatus & { name: string })[]> {
  return Promise.all(
    names.map(async (name) => {
      try {
        return { name, ...(await status(name)) };
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return { name, state: 'error' as const, detail: detail.slice(0, 2000) };
      }
    }),
  );
}
