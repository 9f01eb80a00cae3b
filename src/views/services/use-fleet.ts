import { useEffect, useMemo, useState } from 'react';
import { agentChange, agentList, serviceList, type AgentInfo, type AgentService } from '@observatory/protocol/agents';
import { failureOf } from '../control/failure.ts';
import { useViewHost } from '../host/ViewHost.ts';

/** Who is gone is not told by the stream: the lists say it. */
const POLL_MS = 20_000;
/** Changes of many agents are shown together. */
const GATHER_MS = 200;

export interface FleetState {
  agents: readonly AgentInfo[];
  services: readonly AgentService[];
  error: string | undefined;
  /** False until both lists were answered once. */
  loaded: boolean;
  reload: () => void;
}

interface OfAgent {
  info: AgentInfo;
  services: readonly AgentService[];
}

/** All agents and their services, live: the lists, then each agent that changes from the channel `agents`. */
export function useFleet(): FleetState {
  const host = useViewHost();
  const [byAgent, setByAgent] = useState<ReadonlyMap<string, OfAgent> | undefined>();
  const [error, setError] = useState<string | undefined>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    let changed = new Map<string, OfAgent>();
    let gathering: ReturnType<typeof setTimeout> | undefined;
    let loading = false;
    const load = async () => {
      if (loading) return;
      loading = true;
      try {
        const [{ agents }, { services }] = await Promise.all([
          host.load('agents', agentList, abort.signal),
          host.load('services', serviceList, abort.signal),
        ]);
        const own = new Map<string, AgentService[]>();
        for (const service of services) own.set(service.agent, [...(own.get(service.agent) ?? []), service]);
        setByAgent(new Map(agents.map((info) => [info.id, { info, services: own.get(info.id) ?? [] }])));
        setError(undefined);
      } catch (failure) {
        if (!abort.signal.aborted) setError(`Services could not be loaded: ${failureOf(failure).message}`);
      }
      loading = false;
    };
    const show = () => {
      gathering = undefined;
      const news = changed;
      changed = new Map();
      setByAgent((before) => before && new Map([...before, ...news]));
    };
    void load();
    const unwatch = host.watch(
      { channel: 'agents' },
      {
        onPayload(payload) {
          const parsed = agentChange.safeParse(payload);
          if (!parsed.success) return;
          const { serviceList: services, ...info } = parsed.data;
          changed.set(info.id, { info, services });
          gathering ??= setTimeout(show, GATHER_MS);
        },
        onError: () => undefined,
        onReset: () => void load(),
      },
    );
    const timer = setInterval(() => void load(), POLL_MS);
    return () => {
      abort.abort();
      unwatch();
      clearInterval(timer);
      clearTimeout(gathering);
    };
  }, [host, attempt]);
  return useMemo(() => {
    const all = [...(byAgent?.values() ?? [])];
    return {
      agents: all.map(({ info }) => info),
      services: all.flatMap(({ services }) => services),
      error,
      loaded: byAgent !== undefined,
      reload: () => setAttempt((count) => count + 1),
    };
  }, [byAgent, error]);
}
