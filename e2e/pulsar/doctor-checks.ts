/**
 * The doctor over public dashboards on real Pulsar: `PULSAR_DASHBOARDS=<folder>[:<folder>…]`, for example check-outs of
 * streamnative/apache-pulsar-grafana-dashboard and lhotari/pulsar-grafana-dashboards.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { doctorAnswer, type DoctorAnswer, type Proof } from '@observatory/protocol/doctor';
import { demand, type Checks } from '../checks.ts';

/** Names that these dashboards ask for and no Pulsar since 2.11 has (reference/pulsar.md §3, pain 4), and today's. */
const DEAD_NAMES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['committed', 'aborted', 'created', 'timeout', 'append_log'].map((each) => [
      `pulsar_txn_${each}_count`,
      `pulsar_txn_${each}_total`,
    ]),
  ),
  ...Object.fromEntries(
    ['unload_broker', 'unload_bundle', 'bundles_split'].map((each) => [
      `pulsar_lb_${each}_count`,
      `pulsar_lb_${each}_total`,
    ]),
  ),
  pulsar_entry_size_overflow: 'pulsar_entry_size_le_overflow',
  ...Object.fromEntries(
    ['offload_error', 'offload_rate', 'read_ledger_latency', 'read_offload_error', 'write_storage_error'].map(
      (each) => [`pulsar_ledgeroffloader_${each}`, `brk_ledgeroffloader_${each}`],
    ),
  ),
  pulsar_ledgeroffloader_writeRate: 'brk_ledgeroffloader_offload_rate',
};

const PROOFS: readonly Proof[] = ['data', 'off', 'renamed', 'absent', 'wrong'];
const WORDS: Readonly<Record<Proof, string>> = {
  data: 'alive',
  off: 'switched off',
  renamed: 'renamed',
  absent: 'of something that is not here',
  wrong: 'wrong',
};

const REASONS_SHOWN = 15;

/** One check a folder; one line that says why when the variable is not set. @returns the number of checks skipped */
export async function checkDoctor(checks: Checks, sidecarUrl: string, log: (line: string) => void): Promise<number> {
  const folders = (process.env.PULSAR_DASHBOARDS ?? '').split(':').filter((folder) => folder !== '');
  if (folders.length === 0) {
    log('skipped doctor over public dashboards: PULSAR_DASHBOARDS=<folder>[:<folder>] names none');
    return 1;
  }
  for (const folder of folders)
    await checks.check(`doctor: ${folder}: every dead name is found, every panel has a verdict`, async () => {
      const dashboards = dashboardsOf(folder);
      demand(dashboards.length > 0, 'it holds no dashboards');
      const answer = await examine(sidecarUrl, dashboards);
      const dead = findDeadNames(dashboards, answer);
      const panels = verdictsOfPanels(dashboards, answer);
      log(report(answer));
      return `${dashboards.length} dashboards, ${panels} panels; dead names: ${dead.join(', ') || 'none is asked for'}`;
    });
  return 0;
}

interface Document {
  name: string;
  text: string;
}

function dashboardsOf(folder: string): Document[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json') && !name.includes('.git/'))
    .sort()
    .map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }))
    .filter(({ text }) => /"(panels|rows)"\s*:/.test(text));
}

async function examine(sidecarUrl: string, dashboards: Document[]): Promise<DoctorAnswer> {
  const response = await fetch(`${sidecarUrl}/api/observatory/v1/doctor`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ dashboards }),
  });
  demand(response.ok, `HTTP ${response.status}: ${(await response.clone().text()).slice(0, 300)}`);
  return doctorAnswer.parse(await response.json());
}

/** Every query whose text holds a dead name must be told as renamed, to the right name. */
function findDeadNames(dashboards: readonly Document[], answer: DoctorAnswer): string[] {
  const found: string[] = [];
  for (const [dead, today] of Object.entries(DEAD_NAMES)) {
    const word = new RegExp(`\\b${dead}\\b`);
    const asking = dashboards.flatMap(({ name, text }) => queriesOf(text).map((expr) => ({ name, expr })));
    for (const { name, expr } of asking.filter(({ expr }) => word.test(expr))) {
      const proved = answer.expressions.find(({ file, expression }) => file === name && expression === expr);
      demand(proved !== undefined, `${name}: no verdict on ${expr}`);
      const selector = proved.selectors.find(({ selector }) => word.test(selector));
      demand(
        selector?.proof === 'renamed' && selector.names?.includes(today) === true,
        `${name}: ${dead} is not told as ${today}, but: ${proved.proof} ${proved.why}`,
      );
      if (!found.includes(dead)) found.push(dead);
    }
  }
  return found;
}

interface RawPanel {
  targets?: { expr?: string }[];
  panels?: RawPanel[];
}

/** All panels of a dashboard however nested, read apart from the product's own reader. */
function panelsOf(text: string): RawPanel[] {
  const { panels = [], rows = [] } = JSON.parse(text) as { panels?: RawPanel[]; rows?: RawPanel[] };
  const walk = (panel: RawPanel): RawPanel[] => [panel, ...(panel.panels ?? []).flatMap(walk)];
  return [...panels, ...rows].flatMap(walk);
}

const asked = ({ targets = [] }: RawPanel): string[] => targets.flatMap(({ expr }) => (expr?.trim() ? [expr] : []));
const queriesOf = (text: string): string[] => panelsOf(text).flatMap(asked);

/** @returns the number of panels that ask something */
function verdictsOfPanels(dashboards: readonly Document[], answer: DoctorAnswer): number {
  let all = 0;
  for (const { name, text } of dashboards) {
    const asking = panelsOf(text).filter((panel) => asked(panel).length > 0).length;
    const told = sum(answer.files.find(({ file }) => file === name)?.panels ?? {});
    demand(told === asking, `${name}: ${asking} panels ask something, ${told} have a verdict`);
    all += asking;
  }
  return all;
}

const sum = (counts: Partial<Record<Proof, number>>) => Object.values(counts).reduce((total, each) => total + each, 0);

/** Panels by verdict, and below each verdict its reasons with how many queries have them. */
function report({ files, expressions }: DoctorAnswer): string {
  const lines: string[] = [];
  const panels = PROOFS.map((proof) => ({
    proof,
    count: files.reduce((total, file) => total + (file.panels[proof] ?? 0), 0),
  }));
  lines.push(`        panels: ${panels.map(({ proof, count }) => `${count} ${WORDS[proof]}`).join(', ')}`);
  for (const proof of PROOFS.slice(1)) {
    const reasons = new Map<string, number>();
    for (const each of expressions)
      if (each.proof === proof) reasons.set(reason(each.why), (reasons.get(reason(each.why)) ?? 0) + 1);
    const sorted = [...reasons].sort(([, a], [, b]) => b - a);
    for (const [why, count] of sorted.slice(0, REASONS_SHOWN))
      lines.push(`          ${WORDS[proof]} ×${count}: ${why}`);
    if (sorted.length > REASONS_SHOWN)
      lines.push(`          ${WORDS[proof]}: and ${sorted.length - REASONS_SHOWN} more reasons`);
  }
  return lines.join('\n');
}

/** Positions do not make another reason, nor does which counter gained its suffix. */
const reason = (why: string): string =>
  why
    .replace(/\b\d+:\d+: /, '')
    .replace(/^\w+ is \w+_total since/, 'counters end in _total since')
    .slice(0, 200);
