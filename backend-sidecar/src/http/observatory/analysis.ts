import { explainRequest, explanation, type Explanation } from '@observatory/protocol/analysis';
import * as z from 'zod';
import type { ExplainOptions } from '../../analysis/index.ts';
import { abortedWith } from '../aborted.ts';
import type { OperationRegistry } from './operation.ts';
import { timeQuery } from './query-scalars.ts';

/** What is served. Each throws ObservatoryError `OBS_ANALYSIS_*`, and the signal's reason when the caller went away. */
export interface AnalysisView {
  explain(options: ExplainOptions): Promise<Explanation>;
}

const { query, cluster, limit } = explainRequest.shape;
const explainQuery = z.object({
  from: timeQuery('from').describe('Begin of the window.'),
  to: timeQuery('to').describe('End of the window.'),
  baselineFrom: timeQuery('baselineFrom').optional().describe('Begin of the baseline.'),
  baselineTo: timeQuery('baselineTo').optional().describe('End of the baseline.'),
  query,
  cluster,
  limit,
});

/** `GET /explain`: from a symptom to its ranked causes. */
export function registerAnalysis(operations: OperationRegistry, analysis: AnalysisView): void {
  operations.add({
    method: 'GET',
    path: '/explain',
    role: 'reader',
    summary: 'From a symptom, asked or found in the window, to ranked causes with evidence',
    query: explainQuery,
    answer: explanation,
    handle: ({ query: asked }, _request, reply) =>
      analysis.explain({
        fromMs: asked.from,
        toMs: asked.to,
        ...(asked.baselineFrom !== undefined && { baselineFromMs: asked.baselineFrom }),
        ...(asked.baselineTo !== undefined && { baselineToMs: asked.baselineTo }),
        ...(asked.query !== undefined && asked.query !== '' && { query: asked.query }),
        ...(asked.cluster !== undefined && asked.cluster !== '' && { cluster: asked.cluster }),
        limit: asked.limit,
        signal: abortedWith(reply),
      }),
  });
}
