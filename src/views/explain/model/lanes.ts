import type { Candidate, CauseEvidence, SymptomFound } from '@observatory/protocol/analysis';
import type { Lane } from '../draw/aligned-chart.ts';

const NO_POINTS = { t: [], v: [] };

/** The line of a cause: its first evidence is what made it a candidate. */
export function causeLane({ evidence, node, onset, change }: Candidate): Lane {
  const first = evidence.at(0);
  return {
    label: first ? `${first.label} of ${first.node?.name ?? node.name}` : change.text,
    unit: first?.unit ?? change.unit,
    points: first?.points ?? NO_POINTS,
    tone: 'warn',
    onsetMs: Date.parse(onset),
    live: first?.live ?? true,
  };
}

export function evidenceLane(evidence: CauseEvidence): Lane {
  return {
    label: evidence.node ? `${evidence.label} of ${evidence.node.name}` : evidence.label,
    unit: evidence.unit,
    points: evidence.points ?? NO_POINTS,
    tone: 'warn',
    onsetMs: Date.parse(evidence.onset),
    live: evidence.live,
  };
}

export function symptomLane({ text, unit, points, onset }: SymptomFound): Lane {
  return { label: text, unit, points: points ?? NO_POINTS, tone: 'bad', onsetMs: Date.parse(onset), live: true };
}
