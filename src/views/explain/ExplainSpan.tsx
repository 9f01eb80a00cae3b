import { useState } from 'react';
import { timeLabels } from '../heatmap/time-label.ts';
import { useViewHost, type TimeWindow } from '../host/ViewHost.ts';
import { explainHref } from './explain-href.ts';
import styles from './ExplainSpan.module.css';

interface ExplainSpanProps {
  window: TimeWindow;
  /** What the chart shows. */
  query: string;
  /** The chart; it tells the span that was drawn over. */
  children: (onSelect: (span: TimeWindow) => void) => React.ReactNode;
}

/** Around a chart: whoever draws over a spike is offered its explanation. */
export function ExplainSpan({ window, query, children }: ExplainSpanProps): React.JSX.Element {
  const { navigation } = useViewHost();
  const [span, setSpan] = useState<TimeWindow | undefined>();
  const label = timeLabels(window.toMs - window.fromMs, 1000);
  return (
    <>
      {children(setSpan)}
      {span && (
        <p className={styles.offer} role="status">
          {label(span.fromMs)} to {label(span.toMs)}
          <a href={explainHref(navigation, { window: span, query })}>Explain this</a>
          <button type="button" onClick={() => setSpan(undefined)}>
            Dismiss
          </button>
        </p>
      )}
    </>
  );
}
