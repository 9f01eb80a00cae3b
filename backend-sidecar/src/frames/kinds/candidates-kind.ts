import type { Candidate, Explanation } from '@observatory/protocol/analysis';
import { candidatesFrameQuery, type CandidatesFrameQuery } from '@observatory/protocol/analysis-frames';
import type { z } from 'zod';
import { evaluatedFrames } from '../evaluated-query.ts';
import type { Notice } from '../frame.ts';
import { numberColumn, textColumn, timeColumn } from './columns.ts';
import { frameKind, type FrameKind } from './frame-kind.ts';

export interface CandidatesKindOptions {
  explain: (query: {
    fromMs: number;
    toMs: number;
    query?: string;
    cluster?: string;
    limit: number;
    signal: AbortSignal;
  }) => Promise<Explanation>;
}

/** Kind `candidates`: a row for each that may have caused the symptom; alert rules count the rows. */
export function candidatesKind({ explain }: CandidatesKindOptions): FrameKind {
  return frameKind(
    ['candidates'],
    candidatesFrameQuery as z.ZodType<CandidatesFrameQuery>,
    async (query, { signal }) => {
      const { refId, fromMs, toMs, expr, cluster, limit } = query;
      const answer = await explain({
        fromMs,
        toMs,
        ...(expr !== '' && { query: expr }),
        ...(cluster !== '' && { cluster }),
        limit,
        signal,
      });
      const rows = answer.candidates;
      const text = (name: string, displayName: string, of: (row: Candidate) => string | undefined) =>
        textColumn(name, rows.map(of), { displayName });
      const notices = [answer.summary, ...answer.notes].map((each): Notice => ({ severity: 'info', text: each }));
      return evaluatedFrames([
        {
          name: 'candidates',
          refId,
          meta: { type: 'timeseries-long', preferredVisualisationType: 'table', notices },
          length: rows.length,
          fields: [
            timeColumn(
              'time',
              rows.map(({ onset }) => Date.parse(onset)),
              { displayName: 'Onset' },
            ),
            numberColumn(
              'rank',
              rows.map(({ rank }) => rank),
              { displayName: 'Rank', decimals: 0 },
            ),
            numberColumn(
              'confidence',
              rows.map(({ confidence }) => confidence),
              { displayName: 'Confidence', unit: 'percentunit', min: 0, max: 1 },
            ),
            text('sentence', 'What', ({ sentence }) => sentence),
            text('kind', 'Kind', ({ node }) => node.kind),
            text('node', 'Node', ({ node }) => node.name),
            text('id', 'Id', ({ node }) => node.id),
            text('topic', 'Topic', ({ topic }) => topic),
            text('subscription', 'Subscription', ({ subscription }) => subscription),
            text('change', 'Change', ({ change }) => change.kind),
            text('next_step', 'Next step', ({ next_step: next }) => next),
          ],
        },
      ]);
    },
  );
}
