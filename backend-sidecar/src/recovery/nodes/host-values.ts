import type { Node } from '@observatory/protocol/nodes';
import type { PromqlSource } from '../../storage.ts';
import type { HostValues } from './node-values.ts';

/** node_exporter's names. File systems of memory, images and such say nothing of a disk. */
const QUERIES: Readonly<Record<keyof HostValues, string>> = {
  cpuPercent: '100 * (1 - avg by (cluster, instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])))',
  memoryPercent: '100 * (1 - min by (cluster, instance) (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes))',
  diskPercent:
    '100 * (1 - min by (cluster, instance) (node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660"} / node_filesystem_size_bytes))',
};

/** Percentages of hosts that are scraped, by the id of their node. Asks nothing when there are none. */
export async function hostValues(
  promql: PromqlSource,
  nodes: readonly Node[],
  timeMs: number,
): Promise<Map<string, HostValues>> {
  const hosts = new Map(
    nodes.filter(({ kind }) => kind === 'worker').map((node) => [keyOf(node.cluster, node.address), node.id]),
  );
  const found = new Map<string, HostValues>();
  if (hosts.size === 0) return found;
  await Promise.all(
    (Object.keys(QUERIES) as (keyof HostValues)[]).map(async (name) => {
      const { value } = await promql.instant(QUERIES[name], timeMs);
      if (value.resultType !== 'vector') return;
      for (const { labels, value: percent } of value.series) {
        const id = hosts.get(keyOf(labels.get('cluster'), labels.get('instance')));
        if (id !== undefined && Number.isFinite(percent)) found.set(id, { ...found.get(id), [name]: percent });
      }
    }),
  );
  return found;
}

const keyOf = (cluster: string, instance: string): string => `${cluster}\n${instance}`;
