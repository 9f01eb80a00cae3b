import { runsFrameQuery, type RunsFrameQuery } from '@observatory/protocol/frames';
import type { RunInfo } from '@observatory/protocol/run-objects';
import type { z } from 'zod';
import { evaluatedFrames } from '../evaluated-query.ts';
import type { Frame, FrameField, Notice } from '../frame.ts';
import { numberColumn, textColumn, timeColumn, wordColours } from './columns.ts';
import { frameKind, type FrameKind } from './frame-kind.ts';

export interface RunsKindOptions {
  nowMs: () => number;
  /** Newest first. */
  runs: () => readonly RunInfo[];
}

/** Units of reports that Grafana has under another name. */
const UNITS: Readonly<Record<string, string>> = { msgps: 'mps', msg: 'short' };
const STATES = wordColours({
  running: 'blue',
  finished: 'green',
  failed: 'red',
  aborted: 'orange',
  interrupted: 'orange',
});

/** Kind `runs`: benchmark runs as annotations with their ends, or as a table with their key figures. */
export function runsKind({ runs, nowMs }: RunsKindOptions): FrameKind {
  return frameKind(['runs'], runsFrameQuery as z.ZodType<RunsFrameQuery>, async (query) => {
    const wanted = runs().filter((run) => matches(run, query, nowMs()));
    const shown = wanted.slice(0, query.limit).reverse();
    const notices: Notice[] =
      shown.length < wanted.length
        ? [{ severity: 'warning', text: `the newest ${shown.length} of ${wanted.length} runs are shown` }]
        : [];
    const fields = query.format === 'table' ? tableOf(shown, nowMs()) : annotationsOf(shown, nowMs());
    const frame: Frame = {
      name: 'runs',
      refId: query.refId,
      meta: { preferredVisualisationType: 'table', ...(notices.length > 0 && { notices }) },
      length: shown.length,
      fields,
    };
    return evaluatedFrames([frame]);
  });
}

function matches(run: RunInfo, query: RunsFrameQuery, nowMs: number): boolean {
  const { fromMs, toMs, clusters, name, states, labels } = query;
  const text = name.toLowerCase();
  return (
    run.startedMs <= toMs &&
    (run.endedMs ?? nowMs) >= fromMs &&
    (clusters.length === 0 || clusters.includes(run.cluster)) &&
    (states.length === 0 || states.includes(run.state)) &&
    (run.name.toLowerCase().includes(text) || run.id.toLowerCase().includes(text)) &&
    Object.entries(labels).every(([label, value]) => run.labels[label] === value)
  );
}

function annotationsOf(runs: readonly RunInfo[], nowMs: number): FrameField[] {
  return [
    ...timesOf(runs, nowMs),
    text('title', 'Run', runs, ({ name }) => name),
    text('text', 'Text', runs, textOf),
    // Separated by commas, as the annotations' reader splits them.
    text('tags', 'Tags', runs, ({ state, cluster, labels }) =>
      ['run', state, cluster, ...Object.entries(labels).map((pair) => pair.join('='))]
        .filter((tag) => tag !== '')
        .map((tag) => tag.replaceAll(',', ' '))
        .join(','),
    ),
    text('id', 'Id', runs, ({ id }) => id),
    textColumn(
      'state',
      column(runs, ({ state }) => state),
      { displayName: 'State', ...STATES },
    ),
    text('cluster', 'Cluster', runs, ({ cluster }) => cluster),
  ];
}

/** A row a run; a column for each key figure that any of them has. */
function tableOf(runs: readonly RunInfo[], nowMs: number): FrameField[] {
  const figures = new Map(runs.flatMap(({ figures: own }) => own.map((each) => [each.id, each] as const)));
  const labels = [...new Set(runs.flatMap((run) => Object.keys(run.labels)))].sort();
  return [
    ...timesOf(runs, nowMs),
    text('name', 'Run', runs, ({ name }) => name),
    textColumn(
      'state',
      column(runs, ({ state }) => state),
      { displayName: 'State', ...STATES },
    ),
    text('cluster', 'Cluster', runs, ({ cluster }) => cluster),
    ...[...figures].map(([id, { title, unit }]) =>
      numberColumn(
        id,
        column(runs, (run) => run.figures.find((figure) => figure.id === id)?.value ?? undefined),
        { displayName: title.replace(/, (mean|worst) of \d+ results$/, ''), unit: UNITS[unit] ?? unit },
      ),
    ),
    numberColumn(
      'seconds',
      column(runs, (run) => ((run.endedMs ?? nowMs) - run.startedMs) / 1000),
      {
        displayName: 'Lasted',
        unit: 's',
      },
    ),
    ...labels.map((label) => text(`label_${label}`, label, runs, (run) => run.labels[label])),
    text('by', 'Started by', runs, ({ by }) => by),
    text('id', 'Id', runs, ({ id }) => id),
  ];
}

/** A run that lasts reaches until now. */
function timesOf(runs: readonly RunInfo[], nowMs: number): FrameField[] {
  return [
    timeColumn(
      'time',
      column(runs, ({ startedMs }) => startedMs),
      { displayName: 'Began' },
    ),
    timeColumn(
      'timeEnd',
      column(runs, ({ endedMs }) => endedMs ?? nowMs),
      { displayName: 'Ended' },
    ),
  ];
}

/** The worst that was found, else how it ended. */
function textOf({ state, reason, findings, notes }: RunInfo): string {
  const worst = findings.find(({ grade }) => grade === 'bad') ?? findings.find(({ grade }) => grade === 'warn');
  return [`${state}${reason === undefined ? '' : `: ${reason}`}`, worst?.text ?? '', notes.split('\n', 1)[0]]
    .filter((part) => part !== '')
    .join(' · ');
}

const column = <T>(runs: readonly RunInfo[], of: (run: RunInfo) => T): T[] => runs.map(of);

const text = (name: string, displayName: string, runs: readonly RunInfo[], of: (run: RunInfo) => string | undefined) =>
  textColumn(name, column(runs, of), { displayName });
