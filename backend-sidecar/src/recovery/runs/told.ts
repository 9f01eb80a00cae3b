import type { AuditRecord, Actor } from '@observatory/protocol/control';
import type { NewEvent } from '../../events/index.ts';
import type { StoredRun } from './stored-run.ts';

const ACTED: ReadonlySet<StoredRun['outcome']> = new Set(['done', 'failed', 'unknown']);
const QUIET: ReadonlySet<StoredRun['outcome']> = new Set(['running', 'cooling_down', 'too_many']);
const WORDS: Readonly<Record<StoredRun['outcome'], string>> = {
  awaiting_approval: 'waits for approval',
  running: 'runs',
  done: 'was done',
  failed: 'failed',
  unknown: 'may or may not have happened',
  dry_run: 'was only tried (dry run)',
  dismissed: 'was dismissed',
  cooling_down: 'cools down',
  too_many: 'ran too often',
  switched_off: 'was not done: automation is switched off',
  refused: 'was refused',
};

/** A run's outcome on the time line; undefined for what is under way. What acted on the cluster is a candidate of explanations. */
export function eventOf(run: StoredRun): NewEvent | undefined {
  const { id, outcome, alert, action, node, target, cluster, detail } = run;
  if (QUIET.has(outcome)) return undefined;
  return {
    type: ACTED.has(outcome) ? 'control_action' : 'recovery_action',
    severity: outcome === 'done' || outcome === 'dry_run' ? 'info' : 'warning',
    cluster,
    node: target === '' ? node : target,
    summary: `Recovery action ${action} for ${alert} ${WORDS[outcome]}: ${detail}`,
    details: { alert, action, outcome, run: id, node },
  };
}

export type AuditEntry = Pick<
  AuditRecord,
  'action' | 'actor' | 'operation' | 'target' | 'parameters' | 'execution' | 'planHash' | 'result'
>;

/** @param by a person who approved or dismissed; without one the automation itself */
export function auditOf(run: StoredRun, result: string, by?: Actor): AuditEntry {
  const { id, alert, action, node, target, deliveredBy, execution = '' } = run;
  return {
    action: 'recovery',
    actor: by ?? { name: `recovery: ${alert}`, role: 'operator', via: 'automation', address: '' },
    operation: action,
    target: target === '' ? node : target,
    parameters: {
      run: id,
      alert,
      node,
      ...(deliveredBy !== '' && { delivered_by: deliveredBy }),
      ...(execution !== '' && { execution }),
    },
    execution: id,
    planHash: '',
    result: result.slice(0, 2000),
  };
}
