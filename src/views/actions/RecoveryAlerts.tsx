import type { RecoveryAlert } from '@observatory/protocol/recovery';
import { explainHref } from '../explain/explain-href.ts';
import { useViewHost } from '../host/ViewHost.ts';
import { EmptyNotice } from '../load/Notice.tsx';
import { formatAge } from '../nodes/node.ts';
import { conditionWords, valueWords } from './recovery-words.ts';
import styles from './Actions.module.css';

/** Nodes of an alert before the rest is folded away. */
const MOST_SHOWN = 8;
const BEFORE_MS = 15 * 60_000;

/** Alerts of `cluster.monitoring` with the state of each node, what is not well first. */
export function RecoveryAlerts({
  alerts,
  nowMs,
}: {
  alerts: readonly RecoveryAlert[];
  nowMs: number;
}): React.JSX.Element {
  if (alerts.length === 0)
    return <EmptyNotice>No alert is configured: cluster.monitoring.alerts of the configuration is empty.</EmptyNotice>;
  const inOrder = [...alerts].sort((a, b) => badness(b) - badness(a));
  return (
    <ul className={styles.alerts}>
      {inOrder.map((alert) => (
        <Alert key={alert.id} alert={alert} nowMs={nowMs} />
      ))}
    </ul>
  );
}

function Alert({ alert, nowMs }: { alert: RecoveryAlert; nowMs: number }): React.JSX.Element {
  const { navigation } = useViewHost();
  const { metric, threshold, operator, severity, action, nodes, id } = alert;
  const bad = nodes.filter(({ state }) => state !== 'ok');
  const shown = nodes.slice(0, Math.max(MOST_SHOWN, bad.length));
  const condition = conditionWords(alert);
  return (
    <li data-state={stateOf(alert)}>
      <h3>
        <span className={styles.state}>{stateOf(alert)}</span> {id !== condition && id} <code>{condition}</code>{' '}
        <span className={styles.muted}>
          {severity}; {action === '' ? 'it only tells' : `sets off ${action}`}
        </span>
      </h3>
      {nodes.length === 0 ? (
        <p className={styles.muted}>No node has this metric.</p>
      ) : (
        <div className={styles.scroll}>
          <table>
            <thead>
              <tr>
                <th scope="col">Node</th>
                <th scope="col">State</th>
                <th scope="col">Value</th>
                <th scope="col">Threshold</th>
                <th scope="col">Since</th>
                <th scope="col">See</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ node, state, value, sinceMs }) => (
                <tr key={node} data-state={state}>
                  <th scope="row">{node}</th>
                  <td className={styles.state}>{state}</td>
                  <td>{valueWords(value, metric)}</td>
                  <td>
                    {operator} {valueWords(threshold, metric)}
                  </td>
                  <td>{formatAge(sinceMs, nowMs)}</td>
                  <td>
                    {state !== 'ok' && (
                      <a
                        href={explainHref(navigation, {
                          window: { fromMs: sinceMs - BEFORE_MS, toMs: nowMs },
                          query: metric.startsWith('node.') ? '' : metric,
                        })}
                      >
                        Explain
                      </a>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {nodes.length > shown.length && (
            <p className={styles.muted}>and {nodes.length - shown.length} more that are ok</p>
          )}
        </div>
      )}
    </li>
  );
}

function stateOf({ nodes }: RecoveryAlert): 'ok' | 'pending' | 'firing' {
  if (nodes.some(({ state }) => state === 'firing')) return 'firing';
  return nodes.some(({ state }) => state === 'pending') ? 'pending' : 'ok';
}

const SEVERITY = { info: 0, warning: 1, critical: 2 } as const;

/** Firing before pending before ok, the more severe first. */
function badness(alert: RecoveryAlert): number {
  return { ok: 0, pending: 10, firing: 20 }[stateOf(alert)] + SEVERITY[alert.severity];
}
