import { blameOf, type Call, type CheckHealthResult } from '@observatory/grafana-backend-sdk';
import { nodeList, type Node } from '@observatory/protocol/nodes';
import { statusAnswer, type StatusAnswer } from '@observatory/protocol/status';
import type { SidecarClient } from '../connection/sidecar-client.ts';
import { SidecarError } from '../connection/sidecar-error.ts';
import { isOlder, OLDEST_SIDECAR } from './version.ts';

/** Beyond this a chart's "now" is visibly not the sidecar's. */
const CLOCK_DIFFERENCE_MS = 10_000;
const KINDS = [
  ['broker', 'broker', 'brokers'],
  ['bookie', 'bookie', 'bookies'],
  ['function_worker', 'function worker', 'function workers'],
] as const;

/** "Save & test": what there is, or what is wrong and what to do. Never throws. */
export async function checkHealth(client: SidecarClient, { signal }: Pick<Call, 'signal'>): Promise<CheckHealthResult> {
  try {
    const [status, { nodes }] = await Promise.all([
      client.json('/status', statusAnswer, { signal }),
      client.json('/nodes', nodeList, { signal }),
    ]);
    if (isOlder(status.version, OLDEST_SIDECAR)) {
      throw new SidecarError(
        `the sidecar is version ${status.version}, this plugin wants at least ${OLDEST_SIDECAR}`,
        'install a newer sidecar',
        502,
      );
    }
    return describe(status, nodes, client.url);
  } catch (error) {
    return failure(error, client.url);
  }
}

/** An unhealthy answer for anything thrown. */
export function failure(error: unknown, url?: string): CheckHealthResult {
  const { message, status } = blameOf(error);
  const details = { ...(url !== undefined && { url }), status };
  if (!(error instanceof SidecarError)) return { status: 'error', message: sentence(message), details };
  return {
    status: 'error',
    message: sentence(error.reason),
    details: { ...details, cause: error.reason, cure: error.cure, verboseMessage: `What to do: ${error.cure}.` },
  };
}

function describe(status: StatusAnswer, nodes: readonly Node[], url: string): CheckHealthResult {
  const { version, ready, store, targets } = status;
  const clusters = [...new Set(nodes.filter(({ kind }) => kind !== undefined).map(({ cluster }) => cluster))].sort();
  const notes = [
    ...(ready ? [] : ['The sidecar is still starting.']),
    ...clockNote(status.nowMs - Date.now()),
    ...(targets.down > 0
      ? [`${targets.down} of ${targets.up + targets.down + targets.unknown} targets cannot be scraped.`]
      : []),
    ...status.warnings,
  ];
  const found = clusters.map(
    (name) => `cluster ${name} with ${countsOf(nodes.filter(({ cluster }) => cluster === name))}`,
  );
  return {
    status: 'ok',
    message: `Connected to sidecar ${version}: ${[...(found.length > 0 ? found : ['no cluster yet']), count(store.series, 'series', 'series')].join(', ')}`,
    details: {
      url,
      version,
      clusters,
      nodes: nodes.length,
      series: store.series,
      targets,
      ...(notes.length > 0 && { verboseMessage: notes.join('\n') }),
    },
  };
}

function countsOf(nodes: readonly Node[]): string {
  const counts = KINDS.map(
    ([kind, one, many]) => [nodes.filter((node) => node.kind === kind).length, one, many] as const,
  );
  return counts
    .filter(([number, one]) => number > 0 || one !== 'function worker')
    .map(([number, one, many]) => count(number, one, many))
    .join(', ');
}

const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;

function clockNote(aheadMs: number): string[] {
  if (Math.abs(aheadMs) < CLOCK_DIFFERENCE_MS) return [];
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  return [`The sidecar's clock is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} Grafana's: set both by NTP.`];
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
