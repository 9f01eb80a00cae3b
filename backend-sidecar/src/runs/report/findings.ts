import { capacityFindings } from './capacity-findings.ts';
import { metricFindings } from './metric-findings.ts';
import { resultLabel, type Finding, type ReportInput } from './report-input.ts';
import { resultFindings } from './result-findings.ts';

const ORDER: Record<Finding['grade'], number> = { bad: 0, warn: 1, info: 2, ok: 3 };

/** What the numbers say, worst first. Each sentence holds its evidence; there is none without a measurement behind it. */
export function findingsOf(input: ReportInput): Finding[] {
  const found = input.results.flatMap((entry, index) => {
    const label = resultLabel(input, index);
    return resultFindings(entry, input.metrics).map((finding) => ({
      ...finding,
      text: label === '' ? finding.text : `${label}: ${finding.text}`,
    }));
  });
  const refused = input.refused.map(({ fileName, reason }): Finding => ({
    grade: 'warn',
    text: `${fileName} is left out: ${reason}.`,
  }));
  const all = [
    ...input.remarks,
    ...(input.explained ?? []),
    ...found,
    ...metricFindings(input.metrics),
    ...capacityFindings(input),
    ...refused,
  ];
  return all.sort((left, right) => ORDER[left.grade] - ORDER[right.grade]);
}

/** The worst finding leads; without a bad or a warning one the run went well as far as is known. */
export function verdictOf(findings: readonly Finding[]): Finding {
  const [worst] = findings;
  if (worst === undefined) return { grade: 'warn', text: 'There is nothing to judge: no result holds numbers.' };
  if (worst.grade === 'bad' || worst.grade === 'warn') return worst;
  return { grade: 'ok', text: 'Nothing went wrong that these numbers show.' };
}
