import { quantity } from '@observatory/backend-sidecar/analysis/explain/words';
import type { Candidate, Explanation, RejectedHypothesis } from '@observatory/protocol/analysis';

const MAX_ROWS = 8;

/** An explanation for a terminal. */
export function explanationReport(answer: Explanation): string {
  const lines = [answer.summary, ''];
  lines.push(`window    ${answer.window.from} to ${answer.window.to}`);
  lines.push(`baseline  ${answer.baseline.from} to ${answer.baseline.to}`);
  if (answer.symptom) lines.push(`symptom   ${answer.symptom.text}, from ${answer.symptom.onset} on`);
  lines.push(`${answer.comparisons} signals were compared with their baselines.`);
  for (const note of answer.notes) lines.push(note);
  for (const each of answer.candidates) lines.push('', ...candidateLines(each));
  lines.push(...section('What followed', answer.effects), ...section('Rejected', answer.rejected));
  return lines.join('\n');
}

function candidateLines({
  rank,
  node,
  topic,
  confidence,
  sentence,
  evidence,
  path,
  next_step: next,
}: Candidate): string[] {
  const where = topic === undefined || topic === node.name ? node.name : `${node.name} of ${topic}`;
  const aliases = node.aliases.length > 0 && topic === undefined ? ` (${node.aliases.join(', ')})` : '';
  return [
    `${rank}. ${node.kind.replaceAll('_', ' ')} ${where}${aliases}, confidence ${Math.round(confidence * 100)} %`,
    `   ${sentence}`,
    ...(path.length > 1 ? [`   path: ${path.map((step) => step.node.name).join(' > ')}`] : []),
    ...evidence.map(
      (each) =>
        `   - ${each.label}${each.node ? ` of ${each.node.name}` : ''}: ${quantity(each.baseline, each.unit)} to ${quantity(each.window, each.unit)}, from ${each.onset.slice(11, 19)} on${each.live ? '' : ' (renewed once a minute)'}`,
    ),
    `   next: ${next}`,
  ];
}

function section(title: string, rows: readonly RejectedHypothesis[]): string[] {
  if (rows.length === 0) return [];
  const more = rows.length > MAX_ROWS ? [`  and ${rows.length - MAX_ROWS} more`] : [];
  return [
    '',
    `${title}:`,
    ...rows.slice(0, MAX_ROWS).map(({ change, reason }) => `  ${change.text}: ${reason}`),
    ...more,
  ];
}
