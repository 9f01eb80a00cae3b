import { createHash } from 'node:crypto';
import type { ReportChart, ReportPlots } from '@observatory/protocol/runs';
import { REPORT_SCRIPT, REPORT_STYLE } from './client.gen.ts';
import { findingsOf, verdictOf } from './findings.ts';
import { clusterFigures } from './cluster-figures.ts';
import { escaped, lines } from './html.ts';
import { keyFigures } from './key-figures.ts';
import { pack } from './pack.ts';
import { staticPicture } from './static-picture.ts';
import { resultLabel, type Finding, type Grade, type ReportInput } from './report-input.ts';

/** Only the one script that is known here may run; nothing may be loaded, sent or framed. */
const POLICY = [
  "default-src 'none'",
  `script-src 'sha256-${createHash('sha256').update(REPORT_SCRIPT).digest('base64')}'`,
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const WORDS: Record<Grade, string> = { ok: 'Good', info: 'Note', warn: 'Attention', bad: 'Bad' };

/** The whole report as one file. Verdict, figures, notes and a picture of each chart are plain HTML; charts that move need its script. */
export function reportHtml(input: ReportInput, plots: ReportPlots): string {
  const findings = findingsOf(input);
  return page(
    input.title,
    plots,
    [verdict(verdictOf(findings), findings), figures(input), ...plots.charts.map(chartSection), footer(input)],
    { head: facts(input), nav: plots.charts },
  );
}

/** One chart as a file of its own. */
export function chartHtml(input: ReportInput, plots: ReportPlots, chart: ReportChart): string {
  const title = `${chart.title}: ${input.title}`;
  return page(title, { ...plots, title, charts: [chart] }, [chartSection(chart), footer(input)], {
    head: facts(input),
    nav: [],
  });
}

function page(
  title: string,
  plots: ReportPlots,
  body: string[],
  { head, nav }: { head: string; nav: ReportChart[] },
): string {
  return (
    lines([
      '<!doctype html>',
      '<html lang="en">',
      '<head>',
      '<meta charset="utf-8">',
      `<meta http-equiv="Content-Security-Policy" content="${escaped(POLICY)}">`,
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      '<meta name="referrer" content="no-referrer">',
      `<title>${escaped(title)}</title>`,
      `<style>${REPORT_STYLE}</style>`,
      '</head>',
      '<body>',
      `<header><h1>${escaped(title)}</h1>${head}<div id="tools"></div></header>`,
      nav.length > 0 && navigation(nav),
      '<main>',
      ...body.slice(0, -1),
      '<noscript><p>These are pictures of the charts: zooming, reading single values and the tables need the script inside this file.</p></noscript>',
      '</main>',
      body[body.length - 1],
      `<script type="application/octet-stream" id="data">${pack(plots)}</script>`,
      `<script>${REPORT_SCRIPT}</script>`,
      '</body>',
      '</html>',
      ' ',
    ]).trimEnd() + '\n'
  );
}

function navigation(charts: ReportChart[]): string {
  const entries = [['verdict', 'Verdict'], ['figures', 'Key figures'], ...charts.map(({ id, title }) => [id, title])];
  return `<nav aria-label="Sections"><ul>${entries.map(([id, title]) => `<li><a href="#${id}">${escaped(title)}</a></li>`).join('')}</ul></nav>`;
}

function facts({ facts: entries }: ReportInput): string {
  if (entries.length === 0) return '';
  return `<dl class="facts">${entries.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>`;
}

function verdict(worst: Finding, findings: readonly Finding[]): string {
  const sentence = ({ grade, text }: Finding) =>
    `<strong class="word ${grade}">${WORDS[grade]}:</strong> ${escaped(text)}`;
  const rest = findings.filter((finding) => finding !== worst);
  return lines([
    `<section id="verdict" class="verdict ${worst.grade}" aria-labelledby="verdict-title">`,
    '<h2 id="verdict-title">Verdict</h2>',
    `<p>${sentence(worst)}</p>`,
    rest.length > 0 && `<ul class="findings">${rest.map((finding) => `<li>${sentence(finding)}</li>`).join('\n')}</ul>`,
    '</section>',
  ]);
}

function figures(input: ReportInput): string {
  const rows = keyFigures(input.results.map(({ result }) => result));
  const cluster = clusterFigures(input);
  if (rows.length === 0 && cluster.length === 0) return '';
  const names = input.results.map(
    ({ result }, index) => resultLabel(input, index) || (result.workload ?? result.fileName),
  );
  const named = rows.length > 0 && cluster.length > 0;
  return lines([
    '<section id="figures" aria-labelledby="figures-title">',
    '<h2 id="figures-title">Key figures</h2>',
    rows.length > 0 && table('Figure', names, rows),
    named && '<h3 id="cluster-title">The cluster</h3>',
    cluster.length > 0 &&
      table(
        'Figure',
        ['Cluster'],
        cluster.map(({ name, value }) => ({ name, values: [value] })),
        named ? 'cluster-title' : 'figures-title',
      ),
    '</section>',
  ]);
}

function table(
  first: string,
  names: readonly string[],
  rows: readonly { name: string; values: readonly string[] }[],
  label = 'figures-title',
): string {
  return lines([
    `<div class="scroll" tabindex="0" role="region" aria-labelledby="${label}"><table class="key">`,
    `<thead><tr><th scope="col">${first}</th>${names.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map(
      ({ name, values }) =>
        `<tr><th scope="row">${escaped(name)}</th>${values.map((value) => `<td>${escaped(value)}</td>`).join('')}</tr>`,
    ),
    '</tbody>',
    '</table></div>',
  ]);
}

function chartSection({ id, title, says, notes, absent, panels }: ReportChart): string {
  return lines([
    `<section id="${id}" aria-labelledby="${id}-title">`,
    `<h2 id="${id}-title">${escaped(title)}</h2>`,
    `<p class="muted">${escaped(absent ?? says)}</p>`,
    ...panels.map(
      (panel) =>
        `<div class="panel" id="panel-${escaped(panel.id)}"><h3>${escaped(panel.title)}</h3>${staticPicture(panel)}</div>`,
    ),
    notes.length > 0 &&
      `<ul class="notes">${notes.map(({ measured, text }) => `<li>${measured ? '<strong>In this run:</strong> ' : ''}${escaped(text)}</li>`).join('\n')}</ul>`,
    '</section>',
  ]);
}

function footer({ results, version }: ReportInput): string {
  const files = results.map(({ result, sha256 }) => {
    const lacks = result.missing.length === 0 ? 'complete' : `without ${result.missing.join(', ')}`;
    return `<li>${escaped(result.fileName)}: ${SHAPES[result.shape]}, ${escaped(lacks)}; SHA-256 ${escaped(sha256)}</li>`;
  });
  return lines([
    '<footer>',
    files.length > 0 && `<p>Made from</p><ul>${files.join('\n')}</ul>`,
    `<p>Pulsar Observatory ${escaped(version)}. This file loads nothing and sends nothing.</p>`,
    '</footer>',
  ]);
}

const SHAPES = {
  classic: 'OpenMessaging Benchmark, form of 2018 to 2021',
  upstream: 'OpenMessaging Benchmark, form since 2022',
  redpanda: "OpenMessaging Benchmark, Redpanda's fork",
  other: 'OpenMessaging Benchmark, a fork',
};
