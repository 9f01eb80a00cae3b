import type { AuditRecord, Execution, Plan, StepProgress } from '@observatory/protocol/control';

/** A plan as people read it before they confirm. */
export function planReport(plan: Plan): string {
  const lines = [`${plan.sentence}  (risk ${plan.risk}, plan ${plan.hash.slice(0, 12)})`, '', 'Steps'];
  plan.steps.forEach(({ title, call }, i) => lines.push(`  ${i + 1}. ${title}: ${call}`));
  lines.push('', 'What it touches');
  for (const { sentence, certainty, examples } of plan.blast) {
    lines.push(`  ${sentence}${certainty === 'measured' ? '' : ` (${certainty})`}`);
    for (const example of examples) lines.push(`    ${example}`);
  }
  for (const { level, message } of plan.findings) lines.push(`  ${level.toUpperCase()}: ${message}`);
  lines.push('', `Verified by: ${plan.verification}`, `Undo: ${plan.undo}`);
  for (const condition of plan.stopsOn) lines.push(`Stops when ${condition}`);
  const { allowed, reason } = plan.permission;
  lines.push(allowed ? 'You may carry it out.' : `You may not carry it out: ${reason}`);
  return lines.join('\n');
}

export function progressLine({ title, state, note }: StepProgress): string {
  return `  ${state.padEnd(8)} ${title}${note === '' ? '' : `: ${note}`}`;
}

export function executionReport({ id, state, sentence, by, startedMs, result }: Execution): string {
  const time = new Date(startedMs).toISOString();
  return `${time}  ${state.padEnd(17)} ${sentence}, by ${by.name}${result === '' ? '' : `: ${result}`}  [${id}]`;
}

export function auditLine({ seq, timeMs, actor, action, operation, target, result }: AuditRecord): string {
  const what = [operation, target].filter(Boolean).join(' ');
  return `${seq}  ${new Date(timeMs).toISOString()}  ${actor.name} (${actor.via})  ${action}${what === '' ? '' : `  ${what}`}  ${result}`;
}
