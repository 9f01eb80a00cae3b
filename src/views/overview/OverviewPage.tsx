import { useNodes } from '../nodes/use-nodes.ts';
import { EventList } from '../events/EventList.tsx';
import { useEvents } from '../events/use-events.ts';
import { ErrorNotice } from '../load/Notice.tsx';
import { Page } from '../page/Page.tsx';
import styles from '../page/Page.module.css';
import { usePageTime } from '../page/use-page-time.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { Attention } from './Attention.tsx';
import { LiveOverview } from './LiveOverview.tsx';

/** Is all well, what changed, what needs me; then the nodes and what the cluster does right now. */
export function OverviewPage({ theme }: { theme: ThemeName }): React.JSX.Element {
  const time = usePageTime();
  const { nodes } = useNodes();
  const events = useEvents(time.window, { revision: time.revision });
  return (
    <Page time={time}>
      <Attention nodes={nodes} nowMs={time.window.toMs} revision={time.revision} />
      <section className={styles.panel} aria-label="What changed">
        <h2>What changed</h2>
        <ErrorNotice error={events.error} />
        <EventList
          events={events.data ?? []}
          windowMs={time.window.toMs - time.window.fromMs}
          limit={8}
          emptyText={
            events.loading ? 'Loading …' : 'Nothing changed in this time: no restart, no moved bundle, no new verdict.'
          }
        />
      </section>
      <LiveOverview theme={theme} />
    </Page>
  );
}
