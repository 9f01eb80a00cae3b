import { useState } from 'react';
import { RUN_STATES, type RunInfo } from '@observatory/protocol/run-objects';
import { useViewHost } from '../host/ViewHost.ts';
import { EmptyNotice, ErrorNotice } from '../load/Notice.tsx';
import { useNow } from '../overview/use-now.ts';
import { Page } from '../page/Page.tsx';
import pageStyles from '../page/Page.module.css';
import { useSearchParam } from '../page/use-location.ts';
import { runMatches } from './run-matches.ts';
import { RunsTable } from './RunsTable.tsx';
import { StartRun } from './StartRun.tsx';
import { useRuns } from './use-runs.ts';
import styles from './Runs.module.css';

/** All runs: find one, start one, choose some to compare. */
export function AllRuns(): React.JSX.Element {
  const { navigation, may } = useViewHost();
  const [revision, setRevision] = useState(0);
  const nowMs = useNow(1000, false);
  const { runs, total, error, loading } = useRuns(revision);
  const [text, setText] = useSearchParam('search');
  const [state, setState] = useSearchParam('state');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const shown = runs.filter((run) => (state === '' || run.state === state) && runMatches(run, text));
  const open = (id: string) =>
    navigation.go({ path: `runs/run/${encodeURIComponent(id)}`, search: new URLSearchParams() });
  const started = (run: RunInfo) => {
    setRevision(revision + 1);
    open(run.id);
  };
  return (
    <Page
      controls={
        <>
          <input
            type="search"
            aria-label="Search runs"
            placeholder="Name, label, workload"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <label>
            <span className="visually-hidden">State</span>
            <select value={state} onChange={(event) => setState(event.target.value)}>
              <option value="">all states</option>
              {RUN_STATES.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          </label>
        </>
      }
    >
      <ErrorNotice error={error} />
      <section className={pageStyles.panel} aria-label="Runs">
        <div className={styles.toolbar}>
          <CompareChosen chosen={chosen} runs={runs} onClear={() => setChosen([])} />
          <span className={styles.muted}>
            {shown.length === total ? `${total} runs` : `${shown.length} of ${total} runs`}
          </span>
        </div>
        {shown.length > 0 ? (
          <RunsTable runs={shown} nowMs={nowMs} chosen={chosen} onChoose={setChosen} onOpen={open} />
        ) : (
          <EmptyNotice>{emptyText(loading, runs.length)}</EmptyNotice>
        )}
      </section>
      <StartRun permission={may('operator')} onStarted={started} />
    </Page>
  );
}

function emptyText(loading: boolean, known: number): React.ReactNode {
  if (loading) return 'Loading …';
  if (known > 0) return 'No run matches.';
  return (
    <>
      No run yet. Wrap a benchmark: <code>observatory run --name exp -- bin/benchmark …</code>, or start one below while
      a load runs.
    </>
  );
}

const MOST_COMPARED = 6;

function CompareChosen(props: {
  chosen: readonly string[];
  runs: readonly RunInfo[];
  onClear: () => void;
}): React.JSX.Element {
  const { chosen, runs, onClear } = props;
  const { navigation } = useViewHost();
  if (chosen.length < 2)
    return <span className={styles.muted}>Choose two or more runs to compare; the oldest is the base.</span>;
  const inOrder = runs.filter(({ id }) => chosen.includes(id)).reverse();
  const search = new URLSearchParams(inOrder.map(({ id }, index) => [index === 0 ? 'base' : 'run', id]));
  return (
    <>
      {inOrder.length <= MOST_COMPARED ? (
        <a href={navigation.href({ path: 'runs/compare', search })}>Compare {inOrder.length} runs</a>
      ) : (
        <span className={styles.muted}>At most {MOST_COMPARED} runs are compared at a time.</span>
      )}
      <button type="button" onClick={onClear}>
        Choose none
      </button>
    </>
  );
}
