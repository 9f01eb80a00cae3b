import { runComparison } from '@observatory/protocol/run-objects';
import { useViewHost } from '../host/ViewHost.ts';
import { EmptyNotice, ErrorNotice } from '../load/Notice.tsx';
import { useLoad } from '../load/use-load.ts';
import { formatSpan } from '../nodes/vitals-text.ts';
import { Page } from '../page/Page.tsx';
import pageStyles from '../page/Page.module.css';
import { saveFile } from '../page/save-file.ts';
import { useLocation, useSetSearch } from '../page/use-location.ts';
import { ComparedMeasures } from './ComparedMeasures.tsx';
import { comparisonCsv } from './comparison-csv.ts';
import styles from './Runs.module.css';

/** Runs beside each other, aligned by phase: what changed against the base, how sure that is, and why it may be. */
export function ComparePage(): React.JSX.Element {
  const { navigation } = useViewHost();
  const { search } = useLocation();
  const setSearch = useSetSearch();
  const base = search.get('base') ?? '';
  const others = search.getAll('run');
  const query = new URLSearchParams([['base', base], ...others.map((id) => ['run', id])]);
  const asked = base !== '' && others.length > 0;
  const { data, error, loading } = useLoad(asked ? `runs/compare?${query}` : undefined, runComparison);
  const makeBase = (id: string) => {
    const next = new URLSearchParams(search);
    next.set('base', id);
    next.delete('run');
    for (const each of [base, ...others]) if (each !== id) next.append('run', each);
    navigation.go({ search: next });
  };
  const onlyChanged = search.get('show') !== 'all';
  const measures = (data?.measures ?? []).filter(
    ({ effects }) => !onlyChanged || effects.some(({ verdict }) => verdict === 'worse' || verdict === 'better'),
  );
  return (
    <Page controls={<a href={navigation.href({ path: 'runs' })}>All runs</a>}>
      <ErrorNotice error={error} />
      {!asked && <EmptyNotice>Choose two or more runs on the page of all runs.</EmptyNotice>}
      {asked && loading && <EmptyNotice>Comparing …</EmptyNotice>}
      {data && (
        <>
          <section className={pageStyles.panel} aria-label="Compared runs">
            <h2>Compared runs</h2>
            <ul className={styles.findings}>
              {data.runs.map((run) => (
                <li key={run.id}>
                  <a href={navigation.href({ path: `runs/run/${encodeURIComponent(run.id)}` })}>{run.name}</a>, started{' '}
                  {new Date(run.startedMs).toLocaleString()}, {formatSpan(run.seconds)} of {run.phase}{' '}
                  {run.id === data.base ? (
                    <b>base</b>
                  ) : (
                    <button type="button" onClick={() => makeBase(run.id)} aria-label={`Make base: ${run.name}`}>
                      Make base
                    </button>
                  )}
                </li>
              ))}
            </ul>
            {data.notes.map((note) => (
              <p key={note} className={styles.muted}>
                {note}
              </p>
            ))}
          </section>
          <section className={pageStyles.panel} aria-label="Regressions">
            <h2>Regressions</h2>
            {data.regressions.length === 0 && <EmptyNotice>Nothing got worse beyond what chance explains.</EmptyNotice>}
            <ul className={styles.findings}>
              {data.regressions.map(({ run, measure, sentence, reasons }) => (
                <li key={`${run} ${measure}`}>
                  {sentence}
                  {reasons.length > 0 && (
                    <ul>
                      {reasons.map((reason) => (
                        <li key={reason}>{reason}</li>
                      ))}
                    </ul>
                  )}
                </li>
              ))}
            </ul>
          </section>
          <section className={pageStyles.panel} aria-label="Measures">
            <h2>Measures</h2>
            <div className={styles.toolbar}>
              <label>
                <input
                  type="checkbox"
                  checked={onlyChanged}
                  onChange={() => setSearch({ show: onlyChanged ? 'all' : undefined })}
                />{' '}
                only what changed
              </label>
              <button type="button" onClick={() => saveFile('comparison.csv', comparisonCsv(data), 'text/csv')}>
                CSV
              </button>
              <button
                type="button"
                onClick={() => saveFile('comparison.json', JSON.stringify(data, null, 1), 'application/json')}
              >
                JSON
              </button>
            </div>
            {measures.length === 0 ? (
              <EmptyNotice>No measure differs beyond what chance explains.</EmptyNotice>
            ) : (
              <ComparedMeasures measures={measures} runs={data.runs} />
            )}
          </section>
        </>
      )}
    </Page>
  );
}
