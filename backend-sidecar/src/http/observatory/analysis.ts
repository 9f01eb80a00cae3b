import {
  anomalies,
  anomaliesRequest,
  capacity,
  capacityRequest,
  correlateRequest,
  correlation,
  explainRequest,
  explanation,
  forecast,
  forecastRequest,
  type Anomalies,
  type Capacity,
  type Correlation,
  type Explanation,
  type Forecast,
} from '@observatory/protocol/analysis';
import { Readable } from 'node:stream';
import * as z from 'zod';
import type {
  AnomaliesOptions,
  CapacityOptions,
  CorrelateOptions,
  ExplainOptions,
  ForecastOptions,
} from '../../analysis/index.ts';
import { abortedWith } from '../aborted.ts';
import { primed, sendBytes } from '../send.ts';
import type { OperationRegistry } from './operation.ts';
import { timeQuery } from './query-scalars.ts';

/** What is served. Each throws ObservatoryError `OBS_ANALYSIS_*`, and the signal's reason when the caller went away. */
export interface AnalysisView {
  explain(options: ExplainOptions): Promise<Explanation>;
  /** A first ranking, then the complete one. */
  explainProgressively(options: ExplainOptions): AsyncGenerator<Explanation>;
  correlate(options: CorrelateOptions): Promise<Correlation>;
  anomalies(options: AnomaliesOptions): Promise<Anomalies>;
  forecast(options: ForecastOptions): Promise<Forecast>;
  capacity(options: CapacityOptions): Promise<Capacity>;
}

const span = {
  from: timeQuery('from').describe('Begin of the window.'),
  to: timeQuery('to').describe('End of the window.'),
};
const baseline = {
  baselineFrom: timeQuery('baselineFrom').optional().describe('Begin of the baseline.'),
  baselineTo: timeQuery('baselineTo').optional().describe('End of the baseline.'),
};
const { query, cluster, limit } = explainRequest.shape;
const NDJSON = 'application/x-ndjson';
const explainQuery = z.object({ ...span, ...baseline, query, cluster, limit });
type ExplainQuery = z.output<typeof explainQuery>;
const { query: chosen, match, limit: most } = correlateRequest.shape;
const correlateQuery = z.object({ ...span, ...baseline, query: chosen, match, cluster, limit: most });
const { query: judged, step, sensitivity } = anomaliesRequest.shape;
const anomaliesQuery = z.object({ ...span, query: judged, step, sensitivity });
const { query: foreseen, horizon, limit: bound } = forecastRequest.shape;
const forecastQuery = z.object({ ...span, query: foreseen, horizon, limit: bound, step });
const capacityQuery = z.object({ ...span, cluster: capacityRequest.shape.cluster });

/** `GET /explain`, `/correlate`, `/anomalies`, `/forecast`, `/capacity`. A caller that goes away ends its analysis. */
export function registerAnalysis(operations: OperationRegistry, analysis: AnalysisView): void {
  operations.serve<ExplainQuery>({
    method: 'GET',
    path: '/explain',
    role: 'reader',
    summary:
      'From a symptom, asked or found in the window, to ranked causes with evidence; as NDJSON a first ranking, then the complete one',
    query: explainQuery as z.ZodType<ExplainQuery>,
    answer: explanation,
    answerTypes: [NDJSON],
    handle: async ({ query: asked }, request, reply) => {
      const options = {
        ...windowOf(asked),
        ...given({ query: asked.query, cluster: asked.cluster }),
        limit: asked.limit,
        signal: abortedWith(reply),
      };
      if (!(request.headers.accept ?? '').includes(NDJSON)) {
        const answer = await analysis.explain(options);
        return sendBytes(request, reply, 'application/json; charset=utf-8', Buffer.from(JSON.stringify(answer)));
      }
      const answers = await primed(analysis.explainProgressively(options));
      return reply.type(NDJSON).send(Readable.from(linesOf(answers), { objectMode: false }));
    },
  });
  operations.add({
    method: 'GET',
    path: '/correlate',
    role: 'reader',
    summary: 'A series beside all others: shape with lag, shift, distribution; corrected for the number of comparisons',
    query: correlateQuery,
    answer: correlation,
    handle: ({ query: asked }, _request, reply) =>
      analysis.correlate({
        ...windowOf(asked),
        ...given({ match: asked.match, cluster: asked.cluster }),
        query: asked.query,
        limit: asked.limit,
        signal: abortedWith(reply),
      }),
  });
  operations.add({
    method: 'GET',
    path: '/anomalies',
    role: 'reader',
    summary: 'A query with the band that was to be expected, its anomalies and change points',
    query: anomaliesQuery,
    answer: anomalies,
    handle: ({ query: asked }, _request, reply) =>
      analysis.anomalies({
        ...windowOf(asked),
        query: asked.query,
        sensitivity: asked.sensitivity,
        ...(asked.step !== undefined && { stepMs: asked.step * 1000 }),
        signal: abortedWith(reply),
      }),
  });
  operations.add({
    method: 'GET',
    path: '/forecast',
    role: 'reader',
    summary: 'Where a query is going, with an interval, and when it meets a limit',
    query: forecastQuery,
    answer: forecast,
    handle: ({ query: asked }, _request, reply) =>
      analysis.forecast({
        ...windowOf(asked),
        query: asked.query,
        horizonMs: asked.horizon * 1000,
        ...(asked.limit !== undefined && { limit: asked.limit }),
        ...(asked.step !== undefined && { stepMs: asked.step * 1000 }),
        signal: abortedWith(reply),
      }),
  });
  operations.add({
    method: 'GET',
    path: '/capacity',
    role: 'reader',
    summary: 'What each node can take before a resource is used up, and whose load is uneven',
    query: capacityQuery,
    answer: capacity,
    handle: ({ query: asked }, _request, reply) =>
      analysis.capacity({ ...windowOf(asked), ...given({ cluster: asked.cluster }), signal: abortedWith(reply) }),
  });
}

async function* linesOf(answers: AsyncIterable<Explanation>): AsyncGenerator<Buffer> {
  for await (const answer of answers) yield Buffer.from(`${JSON.stringify(answer)}\n`);
}

function windowOf(asked: { from: number; to: number; baselineFrom?: number; baselineTo?: number }) {
  return {
    fromMs: asked.from,
    toMs: asked.to,
    ...(asked.baselineFrom !== undefined && { baselineFromMs: asked.baselineFrom }),
    ...(asked.baselineTo !== undefined && { baselineToMs: asked.baselineTo }),
  };
}

/** Parameters that were given, and not as empty text. */
function given<K extends string>(parameters: Record<K, string | undefined>): Partial<Record<K, string>> {
  return Object.fromEntries(
    Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ''),
  ) as Partial<Record<K, string>>;
}
