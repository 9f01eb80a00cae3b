import type { ControlStatus } from '@observatory/protocol/control';
import styles from './Services.module.css';

/** What scrolls must be reached by keyboard. */
const REACHED_BY_KEYBOARD = { tabIndex: 0 };

/** Why nothing can be carried out, and how that is changed; nothing when all is well. */
export function ControlBanner({ status }: { status: ControlStatus }): React.JSX.Element | null {
  if (status.fault !== '')
    return (
      <div className={styles.banner} data-tone="bad" role="alert">
        <p>
          <b>Nothing can be carried out:</b> {status.fault}
        </p>
      </div>
    );
  if (status.mode !== 'read_only') return null;
  return (
    <section className={styles.banner} data-tone="warn" aria-label="Read-only">
      <div>
        <p>
          <b>This sidecar is read-only.</b> Plans can be read; nothing can be carried out. To turn control on, its
          configuration says so, and somebody has a token of the role operator:
        </p>
        <pre {...REACHED_BY_KEYBOARD}>{`control: { mode: confirm }
auth:
  tokens:
    - { role: operator, token_file: operator.token, name: on call }`}</pre>
        <p>
          Then <code>POST /-/reload</code>, or SIGHUP. Policies can demand more of single operations and targets:
          docs/guide/control.md.
        </p>
      </div>
    </section>
  );
}
