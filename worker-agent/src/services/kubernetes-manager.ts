import { readFileSync } from 'node:fs';
import type { ServiceAction, ServiceState } from '@observatory/protocol/agents';
import { AgentError } from '../util/agent-error.ts';
import { httpCall, type HttpAnswer } from './http-json.ts';
import { listAll, type ActionContext, type ManagedStatus, type ServiceManager } from './service-manager.ts';

export interface KubernetesService {
  namespace: string;
  /** A workload is restarted by rolling it; a pod by evicting it, which honours disruption budgets. */
  kind: 'deployment' | 'statefulset' | 'pod';
  name: string;
  actions: readonly ServiceAction[];
  /** To which a stopped workload is started again when it does not say so itself. */
  replicas: number;
}

export interface KubernetesOptions {
  /** The API server; inside a pod it is found by itself. */
  url?: string;
  tokenFile?: string;
  caFile?: string;
}

interface Workload {
  metadata: { generation?: number; annotations?: Record<string, string> };
  spec: { replicas?: number; template?: { metadata?: { annotations?: Record<string, string> } } };
  status?: { observedGeneration?: number; readyReplicas?: number; updatedReplicas?: number; replicas?: number };
}
interface Pod {
  metadata: { uid: string; deletionTimestamp?: string };
  status?: {
    phase?: string;
    startTime?: string;
    reason?: string;
    containerStatuses?: { ready: boolean; restartCount: number; state?: { waiting?: { reason?: string } } }[];
  };
}

/** As kubectl writes it: a changed template rolls the pods. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
/** Where we remember how many replicas a stopped workload had. */
const REPLICAS_BEFORE = 'pulsar-observatory/replicas';
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Workloads and pods through the API of Kubernetes. */
export class KubernetesManager implements ServiceManager {
  readonly kind = 'kubernetes';
  private readonly services: ReadonlyMap<string, KubernetesService>;
  private readonly options: KubernetesOptions;

  constructor(services: ReadonlyMap<string, KubernetesService>, options: KubernetesOptions = {}) {
    this.services = services;
    this.options = options;
  }

  get names(): readonly string[] {
    return [...this.services.keys()];
  }

  /** A pod is not stopped or started: its workload would make another. */
  actionsOf(name: string): readonly ServiceAction[] {
    const { actions, kind } = this.service(name);
    return kind === 'pod' ? actions.filter((each) => each === 'restart') : actions;
  }

  async status(name: string): Promise<ManagedStatus> {
    const service = this.service(name);
    const answer = await this.call('GET', pathOf(service));
    if (answer.status === 404)
      return { state: 'error', detail: `there is no ${service.kind} ${service.namespace}/${service.name}` };
    if (answer.status !== 200) throw failureOf(answer);
    return service.kind === 'pod'
      ? podStatus(JSON.parse(answer.body) as Pod)
      : workloadStatus(JSON.parse(answer.body) as Workload);
  }

  async start(name: string, context: ActionContext): Promise<string> {
    const service = this.service(name);
    const workload = await this.workload(service);
    if ((workload.spec.replicas ?? 1) > 0) return 'start: nothing to do';
    const replicas = Number(workload.metadata.annotations?.[REPLICAS_BEFORE]) || service.replicas;
    await this.patch(service, { spec: { replicas } }, context);
    return `scaled to ${replicas}`;
  }

  async stop(name: string, context: ActionContext): Promise<string> {
    const service = this.service(name);
    const { replicas = 1 } = (await this.workload(service)).spec;
    if (replicas === 0) return 'stop: nothing to do';
    await this.patch(
      service,
      { metadata: { annotations: { [REPLICAS_BEFORE]: String(replicas) } }, spec: { replicas: 0 } },
      context,
    );
    return `scaled from ${replicas} to 0`;
  }

  async restart(name: string, context: ActionContext): Promise<string> {
    const service = this.service(name);
    if (service.kind === 'pod') return this.evict(service, context);
    // The time at which the command was begun: taken up again after a crash it is the same, and rolls nothing twice.
    const restartedAt = new Date(context.begunMs).toISOString();
    await this.patch(
      service,
      { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: restartedAt } } } } },
      context,
    );
    return `rolling restart of ${restartedAt}`;
  }

  list(): Promise<(ManagedStatus & { name: string })[]> {
    return listAll(this.names, (name) => this.status(name));
  }

  /** 429 means that a disruption budget forbids it now: nothing was done, and that is what is told. */
  private async evict(service: KubernetesService, { signal }: ActionContext): Promise<string> {
    const body = JSON.stringify({
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: service.name, namespace: service.namespace },
    });
    const answer = await this.call('POST', `${pathOf(service)}/eviction`, { body, signal });
    if (answer.status >= 200 && answer.status < 300) return 'evicted; its workload makes it anew';
    if (answer.status === 429)
      throw new AgentError('OBS_AGENT_DISRUPTION_BUDGET', `the eviction is refused: ${messageIn(answer)}`, {
        hint: 'wait until the other pods of the budget are ready',
      });
    throw failureOf(answer);
  }

  private async workload(service: KubernetesService): Promise<Workload> {
    if (service.kind === 'pod')
      throw new AgentError('OBS_AGENT_ACTION', 'a pod can only be restarted: its workload would make another');
    const answer = await this.call('GET', pathOf(service));
    if (answer.status !== 200) throw failureOf(answer);
    return JSON.parse(answer.body) as Workload;
  }

  private async patch(service: KubernetesService, patch: object, { signal }: ActionContext): Promise<void> {
    const answer = await this.call('PATCH', pathOf(service), {
      body: JSON.stringify(patch),
      contentType: 'application/strategic-merge-patch+json',
      signal,
    });
    if (answer.status !== 200) throw failureOf(answer);
  }

  private call(
    method: string,
    path: string,
    more: { body?: string; contentType?: string; signal?: AbortSignal } = {},
  ): Promise<HttpAnswer> {
    const { tokenFile = `${SERVICE_ACCOUNT}/token`, caFile = `${SERVICE_ACCOUNT}/ca.crt` } = this.options;
    const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = process.env;
    const url = this.options.url ?? (host === undefined ? undefined : `https://${host}:${port}`);
    if (url === undefined)
      throw new AgentError('OBS_AGENT_KUBERNETES', 'the address of the API server is not known', {
        hint: 'set managers.kubernetes.url, or run the agent in a pod',
      });
    // Read each time: Kubernetes renews the token.
    const token = readOptional(tokenFile);
    const ca = url.startsWith('https:') ? readOptional(caFile) : undefined;
    return httpCall(
      {
        url,
        ...(ca !== undefined && { ca }),
        headers: token === undefined ? {} : { authorization: `Bearer ${token.trim()}` },
      },
      { method, path, ...more },
    ).catch((error: unknown) => {
      throw new AgentError('OBS_AGENT_KUBERNETES', `the API server does not answer: ${(error as Error).message}`, {
        cause: error,
      });
    });
  }

  private service(name: string): KubernetesService {
    const service = this.services.get(name);
    if (!service) throw new AgentError('OBS_AGENT_SERVICE', `${name} is not a Kubernetes service of this agent`);
    return service;
  }
}

function pathOf({ kind, namespace, name }: KubernetesService): string {
  const [ns, each] = [encodeURIComponent(namespace), encodeURIComponent(name)];
  return kind === 'pod' ? `/api/v1/namespaces/${ns}/pods/${each}` : `/apis/apps/v1/namespaces/${ns}/${kind}s/${each}`;
}

function workloadStatus({ metadata, spec, status = {} }: Workload): ManagedStatus {
  const wanted = spec.replicas ?? 1;
  const { readyReplicas = 0, updatedReplicas = 0, replicas = 0, observedGeneration = 0 } = status;
  const seen = observedGeneration >= (metadata.generation ?? 0);
  const settled = seen && updatedReplicas >= wanted && readyReplicas >= wanted && replicas === wanted;
  const state: ServiceState =
    wanted === 0 ? (replicas === 0 ? 'stopped' : 'stopping') : settled ? 'running' : 'starting';
  const run = spec.template?.metadata?.annotations?.[RESTARTED_AT];
  return {
    state,
    ...(run !== undefined && { run }),
    ...(state !== 'running' && {
      detail: `${readyReplicas} of ${wanted} ready, ${updatedReplicas} of the newest revision`,
    }),
  };
}

function podStatus({ metadata, status = {} }: Pod): ManagedStatus {
  const containers = status.containerStatuses ?? [];
  const waiting = containers.map(({ state }) => state?.waiting?.reason).find((reason) => reason !== undefined);
  const ready = containers.length > 0 && containers.every((each) => each.ready);
  const state: ServiceState =
    metadata.deletionTimestamp !== undefined
      ? 'stopping'
      : status.phase === 'Running' && ready
        ? 'running'
        : status.phase === 'Failed' || /BackOff|Err/.test(waiting ?? '')
          ? 'error'
          : status.phase === 'Succeeded'
            ? 'stopped'
            : 'starting';
  const sinceMs = Date.parse(status.startTime ?? '');
  return {
    state,
    run: metadata.uid,
    restarts: containers.reduce((sum, { restartCount }) => sum + restartCount, 0),
    ...(Number.isFinite(sinceMs) && { sinceMs }),
    ...(state !== 'running' && { detail: [status.phase, waiting, status.reason].filter(Boolean).join(', ') }),
  };
}

function messageIn({ body }: HttpAnswer): string {
  try {
    return (JSON.parse(body) as { message?: string }).message ?? body.slice(0, 500);
  } catch {
    return body.slice(0, 500);
  }
}

function failureOf(answer: HttpAnswer): AgentError {
  return new AgentError('OBS_AGENT_KUBERNETES', `the API server answered ${answer.status}: ${messageIn(answer)}`, {
    ...(answer.status === 403 && {
      hint: 'its service account needs get and patch of workloads, get of pods, create of pods/eviction',
    }),
  });
}

function readOptional(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
