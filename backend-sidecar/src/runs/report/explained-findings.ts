import type { Explanation } from '@observatory/protocol/analysis';
import type { Finding } from './report-input.ts';
import type { WorstSpan } from './worst-span.ts';

/** Less likely candidates are not told in a report; the page Explain has them. */
const LEAST_CONFIDENCE = 0.3;
const MOST = 3;

/** What Explain says of a run's worst span, as sentences of its report; nothing when it knows no likely candidate. */
export function explainedFindings({ candidates }: Pick<Explanation, 'candidates'>, span: WorstSpan): Finding[] {
  const clock = (ms: number) => new Date(ms).toISOString().slice(11, 19);
  const asked = `Explain on ${span.what}, ${clock(span.fromMs)} to ${clock(span.toMs)} UTC`;
  return candidates
    .filter(({ confidence }) => confidence >= LEAST_CONFIDENCE)
    .slice(0, MOST)
    .map(({ sentence, confidence }) => ({
      grade: 'warn',
      text: `${asked}: ${sentence.replace(/\.$/, '')} (${Math.round(confidence * 100)} % sure).`,
    }));
}
