import { useEffect } from 'react';
import { serviceList } from '@observatory/protocol/agents';
import type { LogSources } from '@observatory/protocol/logs';
import { useLoad } from '../load/use-load.ts';
import type { LogsState } from './model/logs-state.ts';

/**
 * A link from a chart names a node of the map (`of`); its lines are those of the agent that runs it. Puts agent and source into
 * the filters as soon as they are known. @returns why nothing was found, as a sentence.
 */
export function useResolvedNode(
  { of }: Pick<LogsState, 'of'>,
  sources: LogSources | undefined,
  change: (changes: Partial<LogsState>) => void,
): string | undefined {
  const services = useLoad(of === '' ? undefined : 'services', serviceList);
  const service = services.data?.services.find(({ node }) => node === of);
  useEffect(() => {
    if (!service || !sources) return;
    change({ of: '', nodes: [service.agent], sources: sources.sources.includes(service.name) ? [service.name] : [] });
  }, [service, sources, change]);
  if (of === '' || services.loading || service) return undefined;
  return `No agent says that it runs ${of}: lines of all agents are shown. Name the node at its service in the agent’s configuration (node: ${of}).`;
}
