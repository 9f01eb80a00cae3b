import type { AuditAction, AuditRecord } from '@observatory/protocol/control';

export const ACTION_WORDS: Readonly<Record<AuditAction, string>> = {
  execution_requested: 'began',
  execution_approved: 'approved',
  execution_finished: 'ended',
  execution_refused: 'was refused',
  stop_requested: 'asked to stop',
  automation_switched: 'switched automation',
  recovery: 'recovery',
  run: 'benchmark run',
  identity_refused: 'showed no proof of who',
};

/** What a record says, in one line. */
export function recordTone({ result, action }: Pick<AuditRecord, 'result' | 'action'>): 'ok' | 'bad' | 'plain' {
  if (action === 'execution_refused' || action === 'identity_refused' || /^(failed|unknown|OBS_)/.test(result))
    return 'bad';
  return /^succeeded/.test(result) ? 'ok' : 'plain';
}
