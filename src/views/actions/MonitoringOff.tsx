import { CopyButton } from '../explain/CopyButton.tsx';
import styles from './Actions.module.css';

const YAML = `cluster:
  monitoring:
    enabled: true
    collection_interval_seconds: 60
    metrics_history_duration_hours: 24
    alerts:
      - { metric: node.disk_usage_percent, operator: '>=', threshold: 90, severity: critical, action: run_gc }
      - { metric: node.memory_usage_percent, operator: '>=', threshold: 95, action: notify_admin }
      - { metric: node.status, operator: '==', threshold: Offline, duration_minutes: 5, kinds: [broker], action: reallocate }
    recovery_actions:
      restart_proxy: { command: restart-proxy, cooldown_minutes: 30, runs_per_hour: 2, dry_run: true }
`;

/** Alerts with recovery are switched off: what to write to switch them on. */
export function MonitoringOff(): React.JSX.Element {
  return (
    <>
      <p className={styles.muted}>
        Alerts with recovery are switched off: nothing is watched, and nothing begins by itself. To switch them on, add
        this to the sidecar’s configuration and reload it. Without <code>alerts</code> the three below are watched; an
        action with <code>dry_run</code> only says what it would do. What an action changes needs{' '}
        <code>control.mode: confirm</code>.
      </p>
      <pre className={styles.yaml}>{YAML}</pre>
      <CopyButton text={YAML} what="configuration" />
    </>
  );
}
