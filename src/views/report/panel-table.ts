import type { ReportPanel } from '@observatory/protocol/runs';
import { formatValue } from '../live/format-value.ts';
import { element } from './element.ts';
import { panelRows } from './panel-rows.ts';

const MOST_ROWS = 500;

/** The same numbers as text, for eyes and readers that charts do not serve. Long ones are thinned, and say so. */
export function panelTable(panel: ReportPanel): HTMLElement {
  const { header, rows } = panelRows(panel);
  const every = Math.max(1, Math.ceil(rows.length / MOST_ROWS));
  const shown = rows.filter((_, index) => index % every === 0);
  const head = element(
    'tr',
    {},
    header.map((text) => element('th', { textContent: text, scope: 'col' })),
  );
  const body = shown.map(({ x, values }) =>
    element('tr', {}, [
      element('th', { textContent: x, scope: 'row' }),
      ...values.map((value) => element('td', { textContent: formatValue(value, panel.unit) })),
    ]),
  );
  const caption = every > 1 ? `${panel.title}: every ${every}th of ${rows.length} rows; the CSV has all` : panel.title;
  const table = element('table', {}, [
    element('caption', { textContent: caption }),
    element('thead', {}, [head]),
    element('tbody', {}, body),
  ]);
  const box = element('div', { className: 'scroll', tabIndex: 0 }, [table]);
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', `Table: ${panel.title}`);
  return box;
}
