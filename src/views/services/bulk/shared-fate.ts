import type { AgentService, ServiceAction } from '@observatory/protocol/agents';
import type { Finding } from '@observatory/protocol/control';
import { parseId } from '../../topology/model/node-name.ts';

/**
 * What no single plan sees: that the chosen services are all there is of a kind of node in a cluster. Each plan of two
 * brokers' restarts says that another broker is up, and both at once would leave none.
 *
 * @param chosen what is acted on
 * @param all every service that agents tell of
 * @param atOnce how many are acted on at the same time
 */
export function sharedFate(
  chosen: readonly AgentService[],
  all: readonly AgentService[],
  action: ServiceAction,
  atOnce: number,
): Finding[] {
  if (action === 'start') return [];
  const findings: Finding[] = [];
  for (const [key, own] of byKind(chosen)) {
    const running =
      byKind(all)
        .get(key)
        ?.filter(({ state }) => state === 'running').length ?? own.length;
    const [cluster, kind] = key.split('\n');
    const word = kind.replaceAll('_', ' ');
    const down = action === 'stop' ? own.length : Math.min(atOnce, own.length);
    // Of a single one its own plan says, from the whole topology, whether it is the only one.
    if (own.length === 1) continue;
    if (down >= running)
      findings.push({
        level: 'warning',
        message:
          action === 'stop'
            ? `These are all ${word}s of ${cluster} that agents tell of: none would be left.`
            : `All ${running} ${word}s of ${cluster} would be down at the same time: act on fewer at once.`,
      });
    else if (down > 1)
      findings.push({
        level: 'warning',
        message: `${down} of ${running} ${word}s of ${cluster} would be down at the same time.`,
      });
    if (action === 'restart' && (kind === 'broker' || kind === 'bookie'))
      findings.push({
        level: 'info',
        message: `The rolling restart of ${kind}s watches more than this: a canary, the load, and ledgers that are under-replicated.`,
      });
  }
  return findings;
}

function byKind(services: readonly AgentService[]): Map<string, AgentService[]> {
  const found = new Map<string, AgentService[]>();
  for (const service of services) {
    if (service.node === undefined) continue;
    const { cluster, kind } = parseId(service.node);
    const key = `${cluster}\n${kind}`;
    found.set(key, [...(found.get(key) ?? []), service]);
  }
  return found;
}
