import { useState } from 'react';
import { timeLabels } from '../heatmap/time-label.ts';
import { useViewHost, type TimeWindow } from '../host/ViewHost.ts';
import { explainHref } from './explain-href.ts';
import { SpanSelect } from './SpanSelect.tsx';
import styles from './SpanSelect.module.css';

interface ExplainSpanProps {
  window: TimeWindow;
  /** What the chart shows. */
  query: string;
  children: React.ReactNode;
}

/** Around a chart: whoever draws over a spike is offered its explanation. */
export function ExplainSpan({ window, query, children }: ExplainSpanProps): React.JSX.Element {
  const { navigation } = useViewHost();
  const [span, setSpan] = useState<TimeWindow | undefined>();
  const label = timeLabels(window.toMs - window.fromMs, 1000);
  return (
    <>
      <SpanSelect window={window} onSelect={setSpan}>
        {children}
      </SpanSelect>
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
