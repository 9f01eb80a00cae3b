import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { explain } from '../../promql/explain.ts';
import type { BuilderParse } from '../../promql/parse-builder.ts';
import { testIds } from '../../testIds.ts';

/** What an expression does, step by step, or why it cannot be said. */
export function Explanation({ parsed }: { parsed: BuilderParse }): React.JSX.Element {
  const styles = useStyles2(getStyles);
  if (!parsed.ok) {
    return (
      <p className={styles.text} data-testid={testIds.query.explanation}>
        There is no explanation of {parsed.reason}.
      </p>
    );
  }
  return (
    <ol className={styles.steps} aria-label="Explanation" data-testid={testIds.query.explanation}>
      {explain(parsed.query).map((sentence, index) => (
        // The steps have no identity but their place.
        <li key={index}>{sentence}</li>
      ))}
    </ol>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const text = { fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary };
  return { text: css({ ...text, margin: 0 }), steps: css({ ...text, margin: theme.spacing(0, 0, 0, 3) }) };
};
