import { useState } from 'react';
import * as z from 'zod';
import { runInfo, type RunChange, type RunDetails } from '@observatory/protocol/run-objects';
import { ReasonedButton } from '../control/ReasonedButton.tsx';
import { useViewHost } from '../host/ViewHost.ts';
import { ErrorNotice } from '../load/Notice.tsx';
import pageStyles from '../page/Page.module.css';
import { labelsText, parseLabels } from './label-text.ts';
import styles from './Runs.module.css';

/** Name, labels and notes of a run, and its end for good. */
export function EditRun({ run, onDone }: { run: RunDetails; onDone: () => void }): React.JSX.Element {
  const { send, may, navigation } = useViewHost();
  const [name, setName] = useState(run.name);
  const [labels, setLabels] = useState(labelsText(run.labels));
  const [notes, setNotes] = useState(run.notes);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  const path = encodeURIComponent(run.id);
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
      setError(undefined);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
  };
  const save = () =>
    attempt(async () => {
      const change: RunChange = { name, labels: parseLabels(labels), notes };
      await send(`control/runs/${path}`, change, runInfo, { method: 'PUT' });
      onDone();
    });
  const remove = () =>
    attempt(async () => {
      await send(`admin/runs/${path}`, {}, z.unknown(), { method: 'DELETE' });
      navigation.go({ path: 'runs', search: new URLSearchParams(), replace: true });
    });
  const operator = may('operator');
  const admin = may('admin');
  const named = typed === run.name;
  return (
    <section className={pageStyles.panel} aria-label="Notes">
      <h2>Notes</h2>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (operator.allowed) void save();
        }}
      >
        <label>
          Name <input required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label>
          Labels <input value={labels} onChange={(event) => setLabels(event.target.value)} />
        </label>
        <label className={styles.wide}>
          Notes <textarea rows={4} value={notes} onChange={(event) => setNotes(event.target.value)} />
        </label>
        <ErrorNotice error={error} />
        <ReasonedButton reason={operator.reason} showReason submit>
          Save
        </ReasonedButton>
      </form>
      <details>
        <summary>Delete this run</summary>
        <p className={styles.muted}>
          Its files are gone then; nothing else holds them. The store keeps the cluster’s own history.
        </p>
        <div className={styles.toolbar}>
          <label>
            Type its name <input value={typed} onChange={(event) => setTyped(event.target.value)} />
          </label>
          <ReasonedButton
            reason={admin.reason || (named ? '' : `Type “${run.name}” to delete it.`)}
            showReason
            onClick={() => void remove()}
          >
            Delete for good
          </ReasonedButton>
        </div>
      </details>
    </section>
  );
}
