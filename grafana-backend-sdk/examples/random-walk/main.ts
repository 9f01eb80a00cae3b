/**
 * A datasource that makes its numbers up: a random walk to query, to watch live, and two resources. It shows each part of
 * the SDK once, and is what the SDK's own tests start.
 */
import {
  BackendError,
  createInstanceManager,
  eachQuery,
  serve,
  type DataQuery,
  type Frame,
  type PluginContext,
} from '../../src/index.ts';
import { walk } from './walk.ts';

/** State of one datasource: made when it is first asked, and again when its settings were saved. */
interface Instance {
  /** Largest step of the walk, from the settings. */
  maxStep: number;
  questions: number;
}

const instances = createInstanceManager<Instance>({
  create({ dataSourceInstanceSettings }: PluginContext) {
    const maxStep = dataSourceInstanceSettings?.jsonData.maxStep ?? 1;
    if (typeof maxStep !== 'number' || !(maxStep > 0))
      throw new BackendError(`maxStep must be a number above 0, not ${JSON.stringify(maxStep)}`, { status: 400 });
    return { maxStep, questions: 0 };
  },
});

/** `{"series": 2, "seed": 1}`: that many walks, the same for the same seed. */
function answer({ refId, json, timeRange, intervalMs, maxDataPoints }: DataQuery, { maxStep }: Instance): Frame[] {
  const { series = 1, seed = 1 } = json;
  if (typeof series !== 'number' || typeof seed !== 'number')
    throw new BackendError('series and seed must be numbers', { status: 400 });
  const stepMs = Math.max(intervalMs, Math.ceil((timeRange.toMs - timeRange.fromMs) / maxDataPoints), 1);
  return Array.from({ length: series }, (_, index): Frame => {
    const { times, values } = walk(timeRange, stepMs, maxStep, seed + index);
    return {
      name: 'walk',
      refId,
      meta: { type: 'timeseries-multi', typeVersion: [0, 1] },
      fields: [
        { kind: 'time', name: 'Time', values: times },
        { kind: 'float64', name: 'Value', values, labels: { walker: String(index) }, config: { unit: 'short' } },
      ],
    };
  });
}

/** Resolves after `ms`; rejects when the call is over before. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}

void serve({
  datasource: {
    async queryData(request, call) {
      const instance = await instances.get(request.pluginContext);
      instance.questions += request.queries.length;
      return eachQuery(request, call, async (query) => {
        if (typeof query.json.delayMs === 'number') await pause(query.json.delayMs, call.signal);
        return { frames: answer(query, instance) };
      });
    },

    async checkHealth({ pluginContext }) {
      const { maxStep } = await instances.get(pluginContext);
      return { status: 'ok', message: `ready to walk in steps of up to ${maxStep}`, details: { maxStep } };
    },

    async callResource(request, sender, call) {
      if (request.path === 'questions') {
        const { questions } = await instances.get(request.pluginContext);
        return sender.json(200, { questions });
      }
      if (request.path === 'events') {
        // Server-sent events: each part reaches the browser when it is sent.
        const count = Number(request.query.get('count') ?? 3);
        await sender.send({ status: 200, headers: { 'Content-Type': 'text/event-stream' } });
        for (let id = 0; id < count; id++) {
          await sender.send({ body: `id: ${id}\ndata: ${Math.random()}\n\n` });
          await pause(10, call.signal);
        }
        return;
      }
      throw new BackendError(`there is no resource "${request.path}": ask for questions or events`, { status: 404 });
    },

    async subscribeStream({ path }) {
      return { status: path.startsWith('walk/') ? 'ok' : 'not_found' };
    },

    async runStream({ path, pluginContext }, sender, { signal }) {
      const { maxStep } = await instances.get(pluginContext);
      const intervalMs = Number(path.slice('walk/'.length)) || 1_000;
      let value = 0;
      for (let packet = 0; !signal.aborted; packet++) {
        value += (Math.random() * 2 - 1) * maxStep;
        const frame: Frame = {
          name: 'walk',
          fields: [
            { kind: 'time', name: 'Time', values: [Date.now()] },
            { kind: 'float64', name: 'Value', values: [value] },
          ],
        };
        await sender.frame(frame, packet === 0 ? 'all' : 'data');
        await pause(intervalMs, signal);
      }
    },
  },
  dispose: () => instances.dispose(),
});
