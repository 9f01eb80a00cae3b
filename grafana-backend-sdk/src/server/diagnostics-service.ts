import { blameOf } from '../backend-error.ts';
import { headersOfMap } from '../headers.ts';
import type { CheckHealthResult } from '../types.ts';
import { contextOf } from '../wire/context.ts';
import type {
  WireHealthRequest,
  WireHealthResponse,
  WireMetricsRequest,
  WireMetricsResponse,
} from '../wire/messages.ts';
import { unary, type Runtime } from './runtime.ts';

const STATUS: Record<CheckHealthResult['status'], number> = { unknown: 0, ok: 1, error: 2 };

/** `Diagnostics`. A check that throws is a bad answer with the error's text, which the user then reads. */
export function diagnosticsService(runtime: Runtime) {
  const { checkHealth, collectMetrics } = runtime.handlers;
  return {
    collectMetrics: unary<WireMetricsRequest, WireMetricsResponse>(runtime, 'collectMetrics', async (wire, begun) => {
      const own = runtime.metrics.text();
      // Grafana itself asks, without a context of anyone.
      const more = collectMetrics && wire.pluginContext ? contextOf(wire.pluginContext) : undefined;
      const text = collectMetrics && more ? await collectMetrics({ pluginContext: more }, begun.call) : '';
      return { response: { metrics: { prometheus: Buffer.from(own + text) } } };
    }),
    ...(checkHealth
      ? {
          checkHealth: unary<WireHealthRequest, WireHealthResponse>(runtime, 'checkHealth', async (wire, begun) => {
            try {
              const pluginContext = contextOf(wire.pluginContext);
              begun.about(pluginContext);
              const request = { pluginContext, headers: headersOfMap(wire.headers) };
              return { response: encoded(await checkHealth(request, begun.call)) };
            } catch (error) {
              if (begun.call.signal.aborted) throw error;
              return { response: encoded({ status: 'error', message: blameOf(error).message }), error };
            }
          }),
        }
      : {}),
  };
}

function encoded({ status, message, details }: CheckHealthResult): WireHealthResponse {
  return { status: STATUS[status], message, jsonDetails: Buffer.from(details ? JSON.stringify(details) : '') };
}
