import * as z from 'zod';
import { capabilityList, metricList, type CapabilityList } from '@observatory/protocol/capabilities';
import { describeMetric } from '../../canonical/index.ts';
import type { SeriesSource } from '../../storage.ts';
import type { OperationRegistry } from './operation.ts';

const query = z.object({ metric: z.string().optional(), match: z.string().optional() });

/** `GET /capabilities`: what each target exposes. `GET /metrics`: what each metric is and how it may be put together. */
export function registerCapabilities(
  operations: OperationRegistry,
  capabilities: () => CapabilityList,
  source: Pick<SeriesSource, 'metadata'>,
): void {
  operations.add({
    method: 'GET',
    path: '/capabilities',
    role: 'reader',
    summary: 'Which metrics each target exposes and which it keeps to itself, with the setting that changes it',
    answer: capabilityList,
    handle: capabilities,
  });
  operations.add({
    method: 'GET',
    path: '/metrics',
    role: 'reader',
    summary:
      'Type, unit, names in other versions, and how a metric may be aggregated; all, one, or those that contain `match`',
    query,
    answer: metricList,
    handle: ({ query: { metric, match } }) => ({
      metrics: [...source.metadata(metric)]
        .filter(([name]) => match === undefined || name.includes(match))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, metadata]) => describeMetric(name, metadata)),
    }),
  });
}
