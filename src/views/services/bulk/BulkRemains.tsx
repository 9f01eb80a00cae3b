import type { Execution } from '@observatory/protocol/control';
import { ExecutionState } from '../../control/ExecutionState.tsx';
import { targetName } from '../../control/target-name.ts';
import pageStyles from '../../page/Page.module.css';
import styles from '../Services.module.css';

export interface BulkRemainsProps {
  /** Of the run, as the address has it. */
  id: string;
  executions: readonly Execution[];
  onShow: (execution: Execution) => void;
  onClose: () => void;
}

/** What there is of a bulk run whose page was loaded anew: those that it had begun go on, the others do not begin. */
export function BulkRemains({ id, executions, onShow, onClose }: BulkRemainsProps): React.JSX.Element | null {
  const begun = executions.flatMap((execution) => {
    const match = /^bulk-(.+)-(\d+)\.(\d+)$/.exec(execution.key);
    return match?.[1] === id ? [{ execution, place: Number(match[2]), of: Number(match[3]) }] : [];
  });
  if (begun.length === 0) return null;
  const rest = begun[0].of - begun.length;
  return (
    <section className={pageStyles.panel} aria-label="Bulk run">
      <div className={styles.head}>
        <h2>Begun together</h2>
        <span role="status">
          {begun.length} of {begun[0].of} were begun
          {rest > 0 && `. The page was loaded anew meanwhile: the other ${rest} do not begin, or were left out`}
        </span>
        <button type="button" onClick={onClose}>
          Clear
        </button>
      </div>
      <ol className={styles.items}>
        {begun
          .sort((a, b) => a.place - b.place)
          .map(({ execution }) => (
            <li key={execution.id}>
              <span>
                <ExecutionState state={execution.state} />
              </span>
              <b>{targetName(execution.target)}</b>
              <button type="button" className={styles.link} onClick={() => onShow(execution)}>
                Show
              </button>
            </li>
          ))}
      </ol>
    </section>
  );
}
