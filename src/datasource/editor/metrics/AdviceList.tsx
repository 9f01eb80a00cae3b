import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { MetricDescription } from '@observatory/protocol/capabilities';
import { useMemo } from 'react';
import { adviceOn } from '../../promql/advice.ts';
import { testIds } from '../../testIds.ts';
import type { EditorContext } from '../editor-context.ts';
import { useLoaded } from '../use-loaded.ts';

interface AdviceListProps {
  expr: string;
  context: EditorContext;
}

const NOTHING: ReadonlyMap<string, MetricDescription> = new Map();

/** What the sidecar knows against the expression; nothing when there is nothing to say. */
export function AdviceList({ expr, context: { datasource } }: AdviceListProps): React.JSX.Element | null {
  const styles = useStyles2(getStyles);
  const { value: metrics } = useLoaded(() => datasource.resources.metrics(), datasource.uid, NOTHING);
  const advice = useMemo(() => adviceOn(datasource.replace(expr), metrics), [datasource, expr, metrics]);
  if (advice.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="Advice on this query" data-testid={testIds.query.advice}>
      {advice.map(({ severity, metric, text }) => (
        <li key={`${metric} ${text}`} className={severity === 'warning' ? styles.warning : styles.info}>
          <Icon
            name={severity === 'warning' ? 'exclamation-triangle' : 'info-circle'}
            title={severity === 'warning' ? 'Warning' : 'Hint'}
          />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const item = {
    display: 'flex',
    gap: theme.spacing(1),
    alignItems: 'baseline',
    fontSize: theme.typography.bodySmall.fontSize,
  };
  return {
    list: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5) }),
    warning: css({ ...item, color: theme.colors.warning.text }),
    info: css({ ...item, color: theme.colors.text.secondary }),
  };
};
