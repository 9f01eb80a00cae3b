import { useMemo } from 'react';
import { explainHref } from '../explain/explain-href.ts';
import { seriesOfFrames } from '../frames/frame-series.ts';
import { errorOf, useFrames } from '../frames/use-frames.ts';
import { useViewHost } from '../host/ViewHost.ts';
import { EmptyNotice, ErrorNotice } from '../load/Notice.tsx';
import { formatAge } from '../nodes/node.ts';
import { ruleAlerts } from './rule-alerts.ts';
import styles from './Actions.module.css';

const BEFORE_MS = 15 * 60_000;
/** src/runbooks.html of the app, an anchor for each shipped rule; relative, so that Grafana below a path finds it, too. */
const RUNBOOKS = 'public/plugins/observatory-pulsar-app/runbooks.html';

/** Alerts of the sidecar's rules (`rule_files`) that fire or are about to. */
export function RuleAlertList({ nowMs, revision }: { nowMs: number; revision: number }): React.JSX.Element {
  const { navigation, kind } = useViewHost();
  const instant = { kind: 'instant', fromMs: nowMs, toMs: nowMs } as const;
  const frames = useFrames(
    {
      queries: [
        { refId: 'A', expr: 'ALERTS', ...instant },
        { refId: 'B', expr: 'ALERTS_FOR_STATE', ...instant },
      ],
    },
    revision,
  );
  const { results } = frames;
  const alerts = useMemo(
    () => ruleAlerts(seriesOfFrames(results.A?.frames ?? []), seriesOfFrames(results.B?.frames ?? [])),
    [results],
  );
  const error = errorOf(frames);
  if (alerts.length === 0)
    return (
      <>
        <ErrorNotice error={error} />
        {error === undefined && (
          <EmptyNotice>
            {results.A === undefined
              ? 'Loading …'
              : 'No rule of the sidecar fires. (Rules that Grafana evaluates are under Alerting there.)'}
          </EmptyNotice>
        )}
      </>
    );
  return (
    <div className={styles.scroll}>
      <ErrorNotice error={error} />
      <table>
        <thead>
          <tr>
            <th scope="col">Alert</th>
            <th scope="col">State</th>
            <th scope="col">Severity</th>
            <th scope="col">Where</th>
            <th scope="col">Since</th>
            <th scope="col">See</th>
          </tr>
        </thead>
        <tbody>
          {alerts.map(({ key, name, state, severity, labels, activeMs }) => (
            <tr key={key} data-state={state}>
              <th scope="row">{name}</th>
              <td className={styles.state}>{state}</td>
              <td>{severity}</td>
              <td className={styles.wraps}>{labels.map(([label, value]) => `${label} ${value}`).join(', ')}</td>
              <td>{activeMs === undefined ? 'not known' : formatAge(activeMs, nowMs)}</td>
              <td>
                <span className={styles.links}>
                  <a
                    href={explainHref(navigation, { window: { fromMs: (activeMs ?? nowMs) - BEFORE_MS, toMs: nowMs } })}
                  >
                    Explain
                  </a>
                  {kind === 'grafana' && <a href={`${RUNBOOKS}#${name.toLowerCase()}`}>Runbook</a>}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
