import { useCatalogue } from '../control/use-catalogue.ts';
import { useClock } from '../control/use-clock.ts';
import { useExecutions } from '../control/use-executions.ts';
import { EmptyNotice, ErrorNotice } from '../load/Notice.tsx';
import { Page } from '../page/Page.tsx';
import pageStyles from '../page/Page.module.css';
import { StopSwitch } from '../services/StopSwitch.tsx';
import { useRevision } from '../services/use-revision.ts';
import { MonitoringOff } from './MonitoringOff.tsx';
import { RecoveryActions } from './RecoveryActions.tsx';
import { RecoveryAlerts } from './RecoveryAlerts.tsx';
import { RunHistory, WaitingRuns } from './RecoveryRuns.tsx';
import { RuleAlertList } from './RuleAlertList.tsx';
import { useRecovery } from './use-recovery.ts';
import styles from './Actions.module.css';

const REFRESH_MS = 10_000;

/** Alerts with recovery: what waits for a person, what is wrong, what it set off, and what it may set off. */
export function ActionsPage(): React.JSX.Element {
  const nowMs = useClock(true);
  const [revision, again] = useRevision(REFRESH_MS);
  const { status, error, take } = useRecovery(revision);
  const catalogue = useCatalogue(revision);
  const { executions } = useExecutions();
  const waiting = status?.runs.filter(({ outcome }) => outcome === 'awaiting_approval') ?? [];
  const firing = status?.alerts.flatMap(({ nodes }) => nodes.filter(({ state }) => state === 'firing')).length ?? 0;
  // The clock's second is not to ask anew.
  const askedMs = Math.floor(nowMs / REFRESH_MS) * REFRESH_MS;
  return (
    <Page>
      <ErrorNotice error={error ?? catalogue.error} />
      {waiting.length > 0 && <WaitingRuns runs={waiting} nowMs={nowMs} onAnswer={take} />}
      {catalogue.data && (
        <StopSwitch status={catalogue.data.status} executions={executions} nowMs={nowMs} onSwitched={again} />
      )}
      <section className={pageStyles.panel} aria-label="Alerts with recovery">
        <h2>
          Alerts with recovery{' '}
          {status?.enabled && (
            <span className={styles.muted} role="status">
              {firing === 0 ? 'none fires' : `${firing} ${firing === 1 ? 'fires' : 'fire'}`}, looked at every{' '}
              {status.collectionIntervalSeconds} s
            </span>
          )}
        </h2>
        {!status ? (
          error === undefined && <EmptyNotice>Loading …</EmptyNotice>
        ) : status.enabled ? (
          <RecoveryAlerts alerts={status.alerts} nowMs={nowMs} />
        ) : (
          <MonitoringOff />
        )}
      </section>
      <section className={pageStyles.panel} aria-label="Alerts of rules">
        <h2>Alerts of rules</h2>
        <RuleAlertList nowMs={askedMs} revision={revision} />
      </section>
      {status && (status.enabled || status.runs.length > 0) && (
        <section className={pageStyles.panel} aria-label="What was set off">
          <h2>What was set off</h2>
          <RunHistory runs={status.runs} hours={status.historyHours} />
        </section>
      )}
      {status && status.actions.length > 0 && (
        <section className={pageStyles.panel} aria-label="Actions">
          <h2>Actions</h2>
          <RecoveryActions actions={status.actions} />
        </section>
      )}
    </Page>
  );
}
