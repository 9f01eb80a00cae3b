import { useState } from 'react';
import type { Execution } from '@observatory/protocol/control';
import { ExecutionState } from '../../control/ExecutionState.tsx';
import controlStyles from '../../control/Control.module.css';
import { ReasonedButton } from '../../control/ReasonedButton.tsx';
import { targetName } from '../../control/target-name.ts';
import { ErrorNotice } from '../../load/Notice.tsx';
import pageStyles from '../../page/Page.module.css';
import styles from '../Services.module.css';
import type { BulkProgress, BulkState } from './bulk-item.ts';
import type { BulkRun } from './bulk-run.ts';

const WORDS: Readonly<Record<BulkState, string>> = {
  waiting: 'waits',
  beginning: 'is begun',
  running: 'running',
  succeeded: 'succeeded',
  failed: 'did not succeed',
  left_out: 'left out',
  not_begun: 'not begun',
};

export interface BulkProgressViewProps {
  run: BulkRun;
  onShow: (execution: Execution) => void;
  onClose: () => void;
}

/** A bulk run as it goes: each service with its execution, and the button that stops all. */
export function BulkProgressView({ run, onShow, onClose }: BulkProgressViewProps): React.JSX.Element {
  const [faults, setFaults] = useState<readonly string[]>([]);
  const { progress, haltedBy, isOver } = run;
  const count = (...states: BulkState[]) => progress.filter(({ state }) => states.includes(state)).length;
  const ended = count('succeeded', 'failed');
  return (
    <section className={pageStyles.panel} aria-label="Bulk run">
      <div className={styles.head}>
        <h2>{isOver ? 'Done together' : 'Under way together'}</h2>
        <span role="status">
          {ended} of {progress.length - count('left_out')} ended, {count('succeeded')} succeeded
          {count('failed') > 0 && `, ${count('failed')} did not`}
          {count('not_begun') > 0 && `, ${count('not_begun')} not begun`}
          {haltedBy !== '' && ` (${haltedBy}: none further begins)`}
        </span>
        <progress aria-label="Ended" value={ended} max={Math.max(1, progress.length - count('left_out'))} />
        {isOver ? (
          <button type="button" onClick={onClose}>
            Clear
          </button>
        ) : (
          <ReasonedButton reason="" onClick={() => void run.stopAll().then(setFaults)}>
            Stop all
          </ReasonedButton>
        )}
      </div>
      {faults.map((fault) => (
        <ErrorNotice key={fault} error={fault} />
      ))}
      <ol className={styles.items}>
        {progress.map((each) => (
          <Item key={each.target} each={each} onShow={onShow} />
        ))}
      </ol>
    </section>
  );
}

function Item({ each, onShow }: { each: BulkProgress; onShow: (execution: Execution) => void }): React.JSX.Element {
  const { target, state, note, execution } = each;
  const step = execution?.steps.find((one) => one.state === 'running');
  return (
    <li>
      <span>
        {execution ? (
          <ExecutionState state={execution.state} />
        ) : (
          <span className={controlStyles.state}>{WORDS[state]}</span>
        )}
      </span>
      <span>
        <b>{targetName(target)}</b>{' '}
        <span className={controlStyles.muted}>{note || (step && `${step.title}: ${step.note || 'running'}`)}</span>
      </span>
      {execution && (
        <button type="button" className={styles.link} onClick={() => onShow(execution)}>
          Show
        </button>
      )}
    </li>
  );
}
