/** Entry of the script inside a report: unpacks the data and puts the panels in their places. */
import type { ReportPlots } from '@observatory/protocol/runs';
import type { ThemeName } from '../theme/series-colors.ts';
import { button } from './element.ts';
import { lookOf } from './look.ts';
import { mountPanels } from './mount-panels.ts';
import { saveFile } from '../page/save-file.ts';
import { unpack } from './unpack.ts';
import './report.css';

const root = document.documentElement;
const preferred = matchMedia('(prefers-color-scheme: light)');
const systemTheme = (): ThemeName => (preferred.matches ? 'light' : 'dark');
let chosen: ThemeName | undefined;

function mount(plots: ReportPlots): void {
  const views = mountPanels(
    plots.charts.flatMap(({ panels }) => panels),
    (id) => document.getElementById(`panel-${id}`),
  );
  const draw = (theme: ThemeName) => {
    root.dataset.theme = theme;
    const look = lookOf(root, theme);
    for (const view of views) view.draw(look);
  };
  draw(systemTheme());
  preferred.addEventListener('change', () => {
    if (chosen === undefined) draw(systemTheme());
  });
  let printing = false;
  addEventListener('beforeprint', () => {
    printing = true;
    draw('light');
  });
  addEventListener('afterprint', () => {
    printing = false;
    draw(chosen ?? systemTheme());
  });
  const observer = new ResizeObserver(() => {
    if (!printing) for (const view of views) view.resize();
  });
  observer.observe(document.body);
  const theme = button('Light or dark', () => {
    chosen = root.dataset.theme === 'dark' ? 'light' : 'dark';
    draw(chosen);
  });
  const json = button('Save data (JSON)', () =>
    saveFile('plot_data.json', JSON.stringify(plots, null, 1), 'application/json'),
  );
  document.getElementById('tools')?.append(
    theme,
    json,
    button('Print', () => print()),
  );
  root.dataset.ready = 'true';
}

const packed = document.getElementById('data')?.textContent ?? '';
unpack(packed).then(mount, (error: unknown) => {
  const place = document.getElementById('tools');
  if (place) place.textContent = `The charts cannot be drawn (${String(error)}). A browser from 2023 or later can.`;
});
