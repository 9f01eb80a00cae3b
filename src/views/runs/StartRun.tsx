import { useState } from 'react';
import { runInfo, type RunInfo, type RunStart } from '@observatory/protocol/run-objects';
import { ReasonedButton } from '../control/ReasonedButton.tsx';
import { useViewHost, type Permission } from '../host/ViewHost.ts';
import { ErrorNotice } from '../load/Notice.tsx';
import pageStyles from '../page/Page.module.css';
import { parseLabels } from './label-text.ts';
import { SENDING } from './run-words.ts';
import styles from './Runs.module.css';

export interface StartRunProps {
  permission: Permission;
  onStarted: (run: RunInfo) => void;
}

interface Draft {
  name: string;
  labels: string;
  notes: string;
  minutes: string;
  step: string;
  workload: string;
  abort: string;
}

const EMPTY: Draft = { name: '', labels: '', notes: '', minutes: '', step: '30', workload: '', abort: '' };

/** Begins a run while a load runs elsewhere; the sidecar watches until it is told, or the time is up. */
export function StartRun({ permission, onStarted }: StartRunProps): React.JSX.Element {
  const { send } = useViewHost();
  const [draft, setDraft] = useState(EMPTY);
  const [error, setError] = useState<string>();
  const [sending, setSending] = useState(false);
  const field = (key: keyof Draft) => ({
    value: draft[key],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [key]: event.target.value }),
  });
  const start = async () => {
    setSending(true);
    try {
      const run = await send('control/runs', requestOf(draft), runInfo);
      setDraft(EMPTY);
      setError(undefined);
      onStarted(run);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
    setSending(false);
  };
  return (
    <details className={pageStyles.panel}>
      <summary>Start a run</summary>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (permission.allowed && !sending) void start();
        }}
      >
        <label>
          Name <input required maxLength={200} {...field('name')} />
        </label>
        <label>
          Labels <input placeholder="team=a, partitions=16" {...field('labels')} />
        </label>
        <label>
          Ends after (minutes){' '}
          <input type="number" min="0.1" step="any" placeholder="when stopped" {...field('minutes')} />
        </label>
        <label>
          A look every (seconds) <input type="number" min="1" max="3600" required {...field('step')} />
        </label>
        <label className={styles.wide}>
          Aborted when{' '}
          <input
            placeholder="PromQL that gives something for 30 s, such as max(pulsar_storage_write_latency_le_overflow) > 100"
            {...field('abort')}
          />
        </label>
        <label className={styles.wide}>
          Workload (YAML) <textarea rows={3} {...field('workload')} />
        </label>
        <label className={styles.wide}>
          Notes <textarea rows={2} {...field('notes')} />
        </label>
        <ErrorNotice error={error} />
        <ReasonedButton reason={sending ? SENDING : permission.reason} showReason submit>
          Start
        </ReasonedButton>
      </form>
    </details>
  );
}

/** @throws Error of labels that are none */
function requestOf({ name, labels, notes, minutes, step, workload, abort }: Draft): RunStart {
  return {
    name: name.trim(),
    labels: parseLabels(labels),
    notes,
    stepSeconds: Number(step),
    ...(minutes !== '' && { durationSeconds: Number(minutes) * 60 }),
    ...(workload.trim() !== '' && { workload }),
    ...(abort.trim() !== '' && { abort: [{ name: 'of the page', expr: abort.trim() }] }),
  };
}
