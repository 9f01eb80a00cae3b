/** Ways from a PromQL expression to the bytes that its asker receives, each asked over loopback. */
import http from 'node:http';
import { startPlugin } from '@observatory/grafana-backend-sdk/testing/host';
import { json, pluginContext, query } from '@observatory/grafana-backend-sdk/testing/requests';

export interface Asked {
  expression: string;
  startMs: number;
  endMs: number;
  stepMs: number;
}

export interface Route {
  name: string;
  /** What the answer is made of. */
  form: string;
  /** Asks, and throws the answer away as it comes; returns its bytes. Rejects when it is no success. */
  ask(asked: Asked): Promise<number>;
  /** Processes whose work belongs to it. */
  pids: readonly number[];
}

export type Shape = 'time_series' | 'wide';

const agent = new http.Agent({ keepAlive: true });

function post(url: string, body: string, headers: http.OutgoingHttpHeaders): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent, headers: { 'accept-encoding': 'identity', ...headers } };
    const request = http.request(url, options, (response) => {
      let bytes = 0;
      let head = '';
      response.on('data', (chunk: Buffer) => {
        if (bytes === 0) head = chunk.toString('utf8', 0, 300);
        bytes += chunk.length;
      });
      response.on('end', () =>
        response.statusCode === 200 ? resolve(bytes) : reject(new Error(`${url}: ${response.statusCode} ${head}`)),
      );
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** `/api/v1/query_range`, which Prometheus and the sidecar both have. */
export function queryRange(name: string, url: string, pid: number): Route {
  return {
    name,
    form: "Prometheus' JSON",
    pids: [pid],
    ask({ expression, startMs, endMs, stepMs }) {
      const params = new URLSearchParams({
        query: expression,
        start: String(startMs / 1000),
        end: String(endMs / 1000),
        step: String(stepMs / 1000),
      });
      return post(`${url}/api/v1/query_range`, params.toString(), {
        'content-type': 'application/x-www-form-urlencoded',
      });
    },
  };
}

/** The sidecar's frames, as the backend asks for them. */
export function sidecarFrames(url: string, pid: number, format: Shape): Route {
  return {
    name: `sidecar, ${format}`,
    form: 'Arrow',
    pids: [pid],
    ask({ expression, startMs, endMs, stepMs }) {
      const asked = { refId: 'A', fromMs: startMs, toMs: endMs, kind: 'range', expr: expression, stepMs, format };
      return post(`${url}/api/observatory/v1/frames`, JSON.stringify({ queries: [asked] }), {
        'content-type': 'application/json',
      });
    },
  };
}

/** The datasource's executable over gRPC, as Grafana asks it; the bytes are those of the frames that Grafana gets. */
export async function backendFrames(
  command: string,
  sidecarUrl: string,
  sidecarPid: number,
): Promise<{ routes: Route[]; close(): Promise<void> }> {
  const host = await startPlugin({ command });
  const context = pluginContext({ datasource: { jsonData: json({ sidecarUrl }) } });
  const route = (format: Shape): Route => ({
    name: `sidecar + backend, ${format}`,
    form: 'Arrow',
    pids: [sidecarPid, host.pid],
    async ask({ expression, startMs, endMs, stepMs }) {
      const model = { queryType: 'metrics', expr: expression, mode: 'range', format };
      const timeRange = { fromEpochMS: startMs, toEpochMS: endMs };
      const { responses } = await host.queryData({
        pluginContext: context,
        headers: { 'X-Cache-Skip': 'true' },
        queries: [query(model, { timeRange, intervalMS: stepMs, maxDataPoints: 1000 })],
      });
      const { error, frames } = responses.A;
      if (error !== '') throw new Error(error);
      return frames.reduce((sum, { length }) => sum + length, 0);
    },
  });
  return { routes: [route('time_series'), route('wide')], close: () => host.close() };
}

/** `/api/ds/query`: what a browser gets of a datasource of Grafana. */
export function grafanaQuery(
  name: string,
  url: string,
  authorization: string,
  datasource: { uid: string; type: string },
  model: Readonly<Record<string, unknown>>,
  pids: readonly number[],
): Route {
  return {
    name,
    form: "Grafana's JSON",
    pids,
    ask({ expression, startMs, endMs, stepMs }) {
      const asked = { refId: 'A', datasource, expr: expression, intervalMs: stepMs, maxDataPoints: 1000, ...model };
      const body = { from: String(startMs), to: String(endMs), queries: [asked] };
      return post(`${url}/api/ds/query`, JSON.stringify(body), {
        'content-type': 'application/json',
        'x-cache-skip': 'true',
        authorization,
      });
    },
  };
}
