import type { Candidate, Explanation } from '@observatory/protocol/analysis';
import { candidatesFrameQuery, type CandidatesFrameQuery } from '@observatory/protocol/analysis-frames';
import type { z } from 'zod';
import { evaluatedFrames } from '../evaluated-query.ts';
import type { Frame } from '../frame.ts';
import { numericFrame, withNotes } from './analysis-columns.ts';
import { numberColumn, textColumn, timeColumn } from './columns.ts';
import { frameKind, type FrameKind } from './frame-kind.ts';

export interface CandidatesKindOptions {
  explain: (options: {
    fromMs: number;
    toMs: number;
    query?: string;
    cluster?: string;
    limit: number;
    signal: AbortSignal;
  }) => Promise<Explanation>;
}

/** Kind `candidates`: what may have caused a symptom, ranked; the summary stands above the table as a notice. */
export function candidatesKind({ explain }: CandidatesKindOptions): FrameKind {
  return frameKind(
    ['candidates'],
    candidatesFrameQuery as z.ZodType<CandidatesFrameQuery>,
    async (query, { signal }) => {
      const { refId, fromMs, toMs, expr, clusters, limit, mode } = query;
      const answer = await explain({
        fromMs,
        toMs,
        ...(expr !== '' && { query: expr }),
        ...(clusters.length === 1 && { cluster: clusters[0] }),
        limit,
        signal,
      });
      const notes = [answer.summary, ...answer.notes];
      if (clusters.length > 1) notes.push('Candidates are of one cluster or of all: all were looked at.');
      if (mode === 'range') return evaluatedFrames(withNotes([tableOf(refId, answer)], notes));
      const frames = answer.candidates.map((each) => numericFrame(refId, labelsOf(each), each.confidence));
      // Nothing is an answer too: a rule must tell it from a sidecar that does not answer.
      return evaluatedFrames(withNotes(frames.length > 0 ? frames : [numericFrame(refId, {}, 0)], notes));
    },
  );
}

/** What stays the same while an incident lasts, so that an alert on it stays one. */
function labelsOf({ node, change, topic, subscription }: Candidate): Record<string, string> {
  return {
    node: node.name,
    kind: node.kind,
    change: change.kind,
    ...(topic !== undefined && { topic }),
    ...(subscription !== undefined && { subscription }),
  };
}

function tableOf(refId: string, { candidates, symptom }: Explanation): Frame {
  const column = <T>(of: (candidate: Candidate) => T) => candidates.map(of);
  const leadOf = ({ onset }: Candidate) => symptom && (Date.parse(symptom.onset) - Date.parse(onset)) / 1000;
  return {
    name: 'candidates',
    refId,
    meta: { preferredVisualisationType: 'table' },
    length: candidates.length,
    fields: [
      numberColumn(
        'rank',
        column(({ rank }) => rank),
        { displayName: 'Rank', decimals: 0 },
      ),
      numberColumn(
        'confidence',
        column(({ confidence }) => confidence),
        {
          displayName: 'Confidence',
          unit: 'percentunit',
          min: 0,
          max: 1,
          decimals: 0,
        },
      ),
      textColumn(
        'kind',
        column(({ node }) => node.kind),
        { displayName: 'Kind' },
      ),
      textColumn(
        'node',
        column(({ node }) => node.name),
        { displayName: 'Node' },
      ),
      textColumn(
        'change',
        column(({ change }) => change.text),
        { displayName: 'Change' },
      ),
      timeColumn(
        'onset',
        column(({ onset }) => Date.parse(onset)),
        { displayName: 'Onset' },
      ),
      numberColumn(
        'lead',
        column((each) => leadOf(each) ?? undefined),
        {
          displayName: 'Before the symptom',
          unit: 's',
        },
      ),
      textColumn(
        'sentence',
        column(({ sentence }) => sentence),
        { displayName: 'Sentence' },
      ),
      textColumn(
        'next_step',
        column((each) => each.next_step),
        { displayName: 'Next step' },
      ),
      textColumn(
        'path',
        column(({ path }) => path.map(({ node }) => node.name).join(' → ')),
        { displayName: 'Path' },
      ),
      textColumn(
        'id',
        column(({ node }) => node.id),
        { displayName: 'Id' },
      ),
    ],
  };
}
