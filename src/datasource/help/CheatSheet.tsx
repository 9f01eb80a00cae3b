import { css } from '@emotion/css';
import type { GrafanaTheme2, QueryEditorHelpProps } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { queryText } from '../query/query-text.ts';
import { upgradeQuery } from '../query/upgrade-query.ts';
import { testIds } from '../testIds.ts';
import type { ObservatoryQuery } from '../types.ts';
import { EXAMPLES, type Example } from './examples.ts';

/** Examples to click, in Explore and beside the editor. */
export function CheatSheet({ onClickExample, query }: QueryEditorHelpProps<ObservatoryQuery>): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const use = (example: Example) =>
    onClickExample({ ...example.query, refId: query?.refId ?? 'A' } as ObservatoryQuery);
  return (
    <div data-testid={testIds.help}>
      <h2>What to ask a Pulsar cluster</h2>
      {EXAMPLES.map((example) => (
        <section key={example.title} className={styles.example}>
          <h3 className={styles.title}>{example.title}</h3>
          <p className={styles.explanation}>{example.explanation}</p>
          <button
            type="button"
            className={styles.query}
            onClick={() => use(example)}
            aria-label={`Use: ${example.title}`}
          >
            {queryText(upgradeQuery(example.query))}
          </button>
        </section>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  example: css({ marginTop: theme.spacing(2) }),
  title: css({ fontSize: theme.typography.h5.fontSize, marginBottom: theme.spacing(0.5) }),
  explanation: css({ color: theme.colors.text.secondary, marginBottom: theme.spacing(0.5) }),
  query: css({
    width: '100%',
    textAlign: 'left',
    overflowWrap: 'anywhere',
    padding: theme.spacing(1),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    backgroundColor: theme.colors.background.secondary,
    color: theme.colors.text.primary,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    '&:hover': { backgroundColor: theme.colors.emphasize(theme.colors.background.secondary, 0.05) },
  }),
});
