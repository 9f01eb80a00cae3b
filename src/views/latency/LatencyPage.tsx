import { useViewHost } from '../host/ViewHost.ts';
import { logsHref } from '../logs/logs-href.ts';
import { Page } from '../page/Page.tsx';
import styles from '../page/Page.module.css';
import { usePageTime } from '../page/use-page-time.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { LatencyView } from './LatencyView.tsx';

/** Latency over the page's time; a window dragged in the heatmap becomes the page's. */
export function LatencyPage({ theme }: { theme: ThemeName }): React.JSX.Element {
  const { navigation } = useViewHost();
  const time = usePageTime();
  return (
    <Page time={time} controls={<a href={logsHref(navigation, time.window)}>Logs of this time</a>}>
      <div className={styles.panel}>
        <LatencyView
          window={time.window}
          theme={theme}
          revision={time.revision}
          onSelectWindow={(fromMs, toMs) => time.setWindow({ fromMs, toMs })}
        />
      </div>
    </Page>
  );
}
