import type { ReportPlots } from '@observatory/protocol/runs';

/** The same panels as one page with Plotly inside: what a script of a few lines would make of the data. */
export function plotlyPage(plots: ReportPlots, library: string): string {
  const panels = plots.charts
    .flatMap((chart) => chart.panels)
    .map((panel) => {
      const x = panel.axis === 'time' ? panel.x.map((ms) => new Date(ms).toISOString()) : panel.x;
      const layout = { title: { text: panel.title }, height: 300, hovermode: 'x unified' };
      return panel.kind === 'lines'
        ? {
            data: panel.series.map(({ name, values }) => ({ type: 'scatter', mode: 'lines', name, x, y: values })),
            layout: { ...layout, yaxis: { type: panel.scale } },
          }
        : {
            data: [
              { type: 'heatmap', x, y: panel.rows.map(({ name }) => name), z: panel.rows.map(({ values }) => values) },
            ],
            layout,
          };
    });
  const json = JSON.stringify(panels).replaceAll('<', '\\u003c');
  return `<!doctype html><meta charset="utf-8"><title>Plotly</title><body>
<script>${library.replaceAll('</script', '<\\/script')}</script>
<script>
const panels = ${json};
(async () => {
  for (const { data, layout } of panels) {
    const host = document.body.appendChild(document.createElement('div'));
    await Plotly.newPlot(host, data, layout, { responsive: true });
    globalThis.firstMs ??= performance.now();
  }
  document.documentElement.dataset.ready = 'true';
})();
</script>`;
}
