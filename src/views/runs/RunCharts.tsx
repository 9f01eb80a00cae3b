import { useEffect, useRef } from 'react';
import { reportPlots, type ReportChart } from '@observatory/protocol/runs';
import { EmptyNotice, ErrorNotice } from '../load/Notice.tsx';
import { useLoad } from '../load/use-load.ts';
import pageStyles from '../page/Page.module.css';
import { lookOf } from '../report/look.ts';
import { mountPanels } from '../report/mount-panels.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import styles from './RunCharts.module.css';

export interface RunChartsProps {
  /** Of the plots, below the Observatory API. */
  path: string;
  revision: number;
  theme: ThemeName;
  running: boolean;
}

/** The charts of a run's report, drawn by the same code: panels over one kind of x zoom, pan and point together. */
export function RunCharts({ path, revision, theme, running }: RunChartsProps): React.JSX.Element {
  const { data, error, loading } = useLoad(path, reportPlots, revision);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = root.current;
    if (!element || !data) return;
    return drawCharts(element, data.charts, theme);
  }, [data, theme]);
  return (
    <div ref={root} className={styles.charts}>
      <ErrorNotice error={error} />
      {!data && !error && <EmptyNotice>{loading ? 'Loading …' : 'No charts.'}</EmptyNotice>}
      {data?.charts.map((chart) => (
        <section key={chart.id} className={pageStyles.panel} aria-label={chart.title}>
          <h2>{chart.title}</h2>
          <p>{chart.says}</p>
          {chart.absent !== undefined && (
            <EmptyNotice>{running ? `${chart.absent} It comes with the results.` : chart.absent}</EmptyNotice>
          )}
          {chart.notes.length > 0 && (
            <ul className={styles.notes}>
              {chart.notes.map(({ measured, text }) => (
                <li key={text}>{measured ? <strong>{text}</strong> : text}</li>
              ))}
            </ul>
          )}
          <div className={styles.panels}>
            {chart.panels.map(({ id }) => (
              <div key={id} data-panel={id} />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

/** Draws the panels into their places and follows the size; returns what takes them away again. */
function drawCharts(root: HTMLElement, charts: readonly ReportChart[], theme: ThemeName): () => void {
  const views = mountPanels(
    charts.flatMap(({ panels }) => panels),
    (id) => root.querySelector<HTMLElement>(`[data-panel="${CSS.escape(id)}"]`),
  );
  const look = lookOf(root, theme);
  for (const view of views) view.draw(look);
  let frame = 0;
  const observer = new ResizeObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      for (const view of views) view.resize();
    });
  });
  observer.observe(root);
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
    for (const view of views) view.destroy();
  };
}
