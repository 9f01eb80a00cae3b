import { useState } from 'react';
import type { Execution } from '@observatory/protocol/control';
import { ExecutionState } from '../control/ExecutionState.tsx';
import { isOver, lastingText, verificationText } from '../control/execution-words.ts';
import { EmptyNotice, ErrorNotice } from '../load/Notice.tsx';
import { formatAge } from '../nodes/node.ts';
import pageStyles from '../page/Page.module.css';
import { useSearchParam } from '../page/use-location.ts';
import styles from './Services.module.css';

const FIRST = 15;

export interface ExecutionsPanelProps {
  /** Newest first. */
  executions: readonly Execution[];
  error: string | undefined;
  loaded: boolean;
  nowMs: number;
  onShow: (execution: Execution) => void;
}

/** What is carried out now, and what was. */
export function ExecutionsPanel(props: ExecutionsPanelProps): React.JSX.Element {
  const { executions, error, loaded, nowMs, onShow } = props;
  const [which, setWhich] = useSearchParam('executions', 'all');
  const [most, setMost] = useState(FIRST);
  const open = executions.filter((each) => !isOver(each));
  const shown = which === 'running' ? open : executions;
  return (
    <section className={pageStyles.panel} aria-label="Executions">
      <div className={styles.head}>
        <h2>Executions</h2>
        <span className={styles.count}>{open.length === 0 ? 'none is running' : `${open.length} running`}</span>
        <button
          type="button"
          aria-pressed={which === 'running'}
          onClick={() => setWhich(which === 'running' ? 'all' : 'running')}
        >
          Only running
        </button>
      </div>
      <ErrorNotice error={error} />
      {shown.length === 0 ? (
        <EmptyNotice>
          {!loaded
            ? 'Loading …'
            : which === 'running'
              ? 'Nothing is being carried out.'
              : 'Nothing was carried out yet. The last 500 are kept here; the audit keeps all.'}
        </EmptyNotice>
      ) : (
        <div className={styles.scroll} role="region" aria-label="Table of executions">
          <table>
            <thead>
              <tr>
                <th scope="col">State</th>
                <th scope="col">What</th>
                <th scope="col">Target</th>
                <th scope="col">Who</th>
                <th scope="col" className={styles.number}>
                  Begun
                </th>
                <th scope="col" className={styles.number}>
                  Took
                </th>
                <th scope="col">Result</th>
              </tr>
            </thead>
            <tbody>
              {shown.slice(0, most).map((each) => (
                <tr key={each.id}>
                  <td>
                    <ExecutionState state={each.state} />
                  </td>
                  <th scope="row" className={styles.wide}>
                    <button type="button" className={styles.link} onClick={() => onShow(each)}>
                      {each.sentence}
                    </button>
                  </th>
                  <td className={styles.detail}>{each.target}</td>
                  <td>
                    {each.by.name}
                    {each.approvedBy && `, approved by ${each.approvedBy.name}`}
                  </td>
                  <td className={styles.number} title={new Date(each.startedMs).toLocaleString('en-GB')}>
                    {formatAge(each.startedMs, nowMs)}
                  </td>
                  <td className={styles.number}>
                    {lastingText((each.endedMs ?? Math.max(nowMs, each.startedMs)) - each.startedMs)}
                  </td>
                  <td className={styles.detail}>{isOver(each) ? verificationText(each) : runningText(each)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length > most && (
        <p>
          <button type="button" onClick={() => setMost(most + 50)}>
            Show more ({(shown.length - most).toLocaleString('en')})
          </button>
        </p>
      )}
    </section>
  );
}

function runningText({ steps, state }: Execution): string {
  if (state === 'awaiting_approval') return 'begins when somebody else approves it';
  const done = steps.filter((step) => step.state === 'done').length;
  const current = steps.find((step) => step.state === 'running');
  return `step ${Math.min(done + 1, steps.length)} of ${steps.length}${current ? `: ${current.title}` : ''}`;
}
