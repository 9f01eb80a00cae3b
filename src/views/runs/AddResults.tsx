import { useRef, useState } from 'react';
import { runInfo, type RunInfo } from '@observatory/protocol/run-objects';
import { ReasonedButton } from '../control/ReasonedButton.tsx';
import { useViewHost } from '../host/ViewHost.ts';
import { ErrorNotice } from '../load/Notice.tsx';
import { SENDING } from './run-words.ts';
import styles from './Runs.module.css';

/** What the sidecar takes as JSON; the command sends larger files. */
const MOST_BYTES = 1_000_000;

/** Adds files of the benchmark's results to a run; the sidecar aligns them and writes the report anew. */
export function AddResults({ run, onDone }: { run: RunInfo; onDone: () => void }): React.JSX.Element {
  const { send, may } = useViewHost();
  const input = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string>();
  const [sending, setSending] = useState(false);
  const add = async (files: readonly File[]) => {
    setSending(true);
    try {
      for (const file of files) {
        const query = new URLSearchParams({ file: file.name, modified: String(file.lastModified) });
        await send(`control/runs/${encodeURIComponent(run.id)}/results?${query}`, await resultOf(file), runInfo);
      }
      setError(undefined);
      onDone();
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
    setSending(false);
  };
  return (
    <div className={styles.toolbar}>
      <ReasonedButton
        reason={sending ? SENDING : may('operator').reason}
        showReason
        onClick={() => input.current?.click()}
      >
        Add results of the benchmark
      </ReasonedButton>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        multiple
        hidden
        aria-label="Result files"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          if (files.length > 0) void add(files);
        }}
      />
      <ErrorNotice error={error} />
    </div>
  );
}

/** @throws Error of a file that is too large or no JSON */
async function resultOf(file: File): Promise<unknown> {
  if (file.size > MOST_BYTES)
    throw new Error(
      `${file.name} is larger than 1 MB: add it with “observatory run import” or where the benchmark ran.`,
    );
  const text = await file.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file.name} is no JSON: choose the file that the benchmark wrote.`);
  }
}
