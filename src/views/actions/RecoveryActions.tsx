import type { RecoveryAction } from '@observatory/protocol/recovery';
import { EmptyNotice } from '../load/Notice.tsx';
import { limitWords } from './recovery-words.ts';
import styles from './Actions.module.css';

/** What alerts can set off, and what bounds each. */
export function RecoveryActions({ actions }: { actions: readonly RecoveryAction[] }): React.JSX.Element {
  if (actions.length === 0) return <EmptyNotice>There is no recovery action.</EmptyNotice>;
  return (
    <div className={styles.scroll}>
      <table>
        <thead>
          <tr>
            <th scope="col">Action</th>
            <th scope="col">What it does</th>
            <th scope="col">Kind</th>
            <th scope="col">On</th>
            <th scope="col">Limits</th>
          </tr>
        </thead>
        <tbody>
          {actions.map((action) => (
            <tr key={action.name}>
              <th scope="row">{action.name}</th>
              <td className={styles.wraps}>{action.says}</td>
              <td>{action.kind}</td>
              <td>{action.target === 'alerting_node' ? 'the node that alerts' : action.target}</td>
              <td className={styles.wraps}>{limitWords(action).join('; ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
