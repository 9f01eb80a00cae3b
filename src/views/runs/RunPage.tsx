import { useState } from 'react';
import { runDetails, type RunDetails } from '@observatory/protocol/run-objects';
import { useViewHost } from '../host/ViewHost.ts';
import { ErrorNotice } from '../load/Notice.tsx';
import { useLoad } from '../load/use-load.ts';
import { formatValue } from '../live/format-value.ts';
import { useNow } from '../overview/use-now.ts';
import { Page } from '../page/Page.tsx';
import pageStyles from '../page/Page.module.css';
import type { ThemeName } from '../theme/series-colors.ts';
import { AddResults } from './AddResults.tsx';
import { EditRun } from './EditRun.tsx';
import { EndRun } from './EndRun.tsx';
import { FindingList } from './FindingList.tsx';
import { RunCharts } from './RunCharts.tsx';
import { RunStateMark } from './RunsTable.tsx';
import { labelsText } from './label-text.ts';
import { durationText, figureText } from './run-words.ts';
import { useRunChanges } from './use-runs.ts';
import styles from './Runs.module.css';

/** What scrolls must be reached by keyboard. */
const REACHED_BY_KEYBOARD = { tabIndex: 0 };

/** One run: what came out, why, its charts, files and notes; while it runs, how far it is. */
export function RunPage({ id, theme }: { id: string; theme: ThemeName }): React.JSX.Element {
  const { navigation } = useViewHost();
  const [edits, setEdits] = useState(0);
  const told = useRunChanges(id);
  const nowMs = useNow(1000, told !== undefined && told.state !== 'running');
  const path = `runs/${encodeURIComponent(id)}`;
  // Looks grow and the state changes: each is a reason to read it again.
  const revision = edits * 1_000_000 + (told?.looks ?? 0) + (told && told.state !== 'running' ? 500_000 : 0);
  const { data: loaded, error } = useLoad(path, runDetails, revision);
  const run = loaded && { ...loaded, ...told };
  return (
    <Page controls={<a href={navigation.href({ path: 'runs' })}>All runs</a>}>
      <ErrorNotice error={error} />
      {run && (
        <>
          <section className={pageStyles.panel} aria-label="Run">
            <h2>
              {run.name} <RunStateMark run={run} />
            </h2>
            <Facts run={run} nowMs={nowMs} />
            <FindingList findings={run.findings} />
            {run.troubles.map((trouble) => (
              <p key={trouble} className={styles.trouble}>
                {trouble}
              </p>
            ))}
            <RunLinks run={run} path={path} nowMs={nowMs} />
            <EndRun run={run} onDone={() => setEdits(edits + 1)} />
            <AddResults run={run} onDone={() => setEdits(edits + 1)} />
          </section>
          <RunCharts path={`${path}/plots`} revision={revision} theme={theme} running={run.state === 'running'} />
          <Documents run={run} path={path} />
          <EditRun run={run} onDone={() => setEdits(edits + 1)} />
        </>
      )}
    </Page>
  );
}

function Facts({ run, nowMs }: { run: RunDetails; nowMs: number }): React.JSX.Element {
  const facts: [string, string][] = [
    ['Started', `${new Date(run.startedMs).toLocaleString()}${run.by === '' ? '' : ` by ${run.by}`}`],
    [run.state === 'running' ? 'Running for' : 'Took', durationText(run, nowMs)],
    ['Looks at the cluster', `${run.looks}, every ${Math.round(run.stepMs / 1000)} s`],
    ...run.figures.map(({ title, value, unit }): [string, string] => [title, figureText(value, unit)]),
    ...run.clusterState,
  ];
  if (run.command !== '') facts.push(['Command', run.command]);
  if (run.cluster !== '') facts.push(['Cluster', run.cluster]);
  if (Object.keys(run.labels).length > 0) facts.push(['Labels', labelsText(run.labels)]);
  if (run.alignment) {
    const { correlation, uncertaintyMs } = run.alignment;
    facts.push([
      'Aligned to the cluster',
      `± ${formatValue(uncertaintyMs, 'ms')}, correlation ${correlation.toFixed(2)}`,
    ]);
  }
  return (
    <dl className={styles.facts}>
      {facts.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function RunLinks({ run, path, nowMs }: { run: RunDetails; path: string; nowMs: number }): React.JSX.Element {
  const { kind, navigation, fileHref } = useViewHost();
  const window = { from: String(run.startedMs), to: String(run.endedMs ?? Math.round(nowMs)) };
  const to = (page: string) => navigation.href({ path: page, search: new URLSearchParams(window) });
  return (
    <p className={styles.toolbar}>
      {run.reported && (
        <>
          {/* Grafana's proxy lets no script of an answer run: there the report is opened from disk. */}
          {kind === 'console' && (
            <a href={fileHref(`${path}/report?view=1`)} target="_blank" rel="noreferrer">
              Open the report
            </a>
          )}
          <a href={fileHref(`${path}/report`)} download={`${run.id}.html`}>
            Save the report
          </a>
        </>
      )}
      <a href={to('explain')}>Explain this time</a>
      <a href={to('topology')}>The cluster at this time</a>
      <a href={to('logs')}>Logs of this time</a>
    </p>
  );
}

function Documents({ run, path }: { run: RunDetails; path: string }): React.JSX.Element | null {
  const { fileHref } = useViewHost();
  if (run.files.length === 0 && run.workload === undefined && run.driver === undefined) return null;
  return (
    <section className={pageStyles.panel} aria-label="Files">
      <h2>Files {run.bytes > 0 && <span className={styles.muted}>{formatValue(run.bytes, 'bytes')}</span>}</h2>
      <ul className={styles.files}>
        {run.files.map((file) => (
          <li key={file.path}>
            <a href={fileHref(`${path}/files/${file.path.split('/').map(encodeURIComponent).join('/')}`)} download>
              {file.path}
            </a>{' '}
            <span className={styles.muted}>{formatValue(file.bytes, 'bytes')}</span>
          </li>
        ))}
      </ul>
      {[
        ['Workload', run.workload],
        ['Driver', run.driver],
      ].map(([name, text]) =>
        text === undefined ? null : (
          <details key={name}>
            <summary>{name} (YAML)</summary>
            <pre className={styles.yaml} role="region" aria-label={name} {...REACHED_BY_KEYBOARD}>
              {text}
            </pre>
          </details>
        ),
      )}
    </section>
  );
}
