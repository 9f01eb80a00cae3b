import path from 'node:path';
import { VirtualClock } from '../../util/clock.ts';
import type { RecordedName } from '../facts/fact.ts';
import { FactStore } from '../facts/fact-store.ts';
import { HistoryWriter } from '../history/history-writer.ts';
import { RecordedAnswers } from './recorded-answers.ts';

/** What a recording tells of a cluster's topology. */
export interface RecordedTopologyInput {
  cluster: string;
  nodes: readonly (RecordedName & { kind: string; id: string })[];
  answers: readonly { url: string; timeMs: number; body: unknown }[];
  /** Every scrape of a node: whether it answered. */
  scrapes: readonly { kind: string; address: string; timeMs: number; error: string | undefined }[];
}

/** Folder of imported histories beside those of the clusters that are watched; no name of a cluster is encoded like it. */
export const RECORDED_FOLDER = '@recorded';
/** Answers that were asked for in one go are one version, of the moment of the last one. */
const ONE_GO_MS = 2000;

/**
 * Writes the facts of a recording as a history of its own, at the times of the recording: docs/format/topology-history.md.
 * The same recording overwrites its earlier import.
 * @param directory where the sidecar keeps the histories of all clusters
 * @returns how many states of the topology it tells apart
 */
export async function writeRecordedTopology(directory: string, input: RecordedTopologyInput): Promise<number> {
  const steps = stepsOf(input);
  if (steps.length === 0 || input.answers.length === 0) return 0;
  const startMs = steps[0].timeMs;
  let failure: unknown;
  const writer = new HistoryWriter({
    directory: path.join(directory, RECORDED_FOLDER, encodeURIComponent(input.cluster), String(startMs)),
    cluster: input.cluster,
    onError: (error) => (failure ??= error),
  });
  const clock = new VirtualClock(startMs);
  const store = new FactStore(clock, undefined, (...commit) => writer.record(...commit));
  const answers = new RecordedAnswers(
    store,
    (id) => input.nodes.find((node) => node.kind === 'function_worker' && node.id === id)?.address,
  );
  for (const { kind, id, name, address } of input.nodes) store.set('recordedName', `${kind}/${id}`, { name, address });
  let versions = 0;
  for (const [i, step] of steps.entries()) {
    await clock.advanceTo(step.timeMs);
    step.keep(store, answers);
    const next = steps.at(i + 1)?.timeMs;
    if (i < steps.length - 1 && next !== undefined && next - step.timeMs <= ONE_GO_MS && step.joins) continue;
    if (store.commit().length > 0) versions++;
    await writer.settled();
  }
  await writer.stop(clock.now());
  if (failure !== undefined) throw failure;
  return versions;
}

interface Step {
  timeMs: number;
  /** Waits for the step after it. */
  joins: boolean;
  keep: (store: FactStore, answers: RecordedAnswers) => void;
}

function stepsOf({ answers, scrapes, nodes }: RecordedTopologyInput): Step[] {
  const known = new Set(nodes.map(({ kind, address }) => `${kind}/${address}`));
  const steps: Step[] = answers.map(({ url, timeMs, body }) => ({
    timeMs,
    joins: true,
    keep: (_, recorded) => recorded.note(url, body),
  }));
  for (const { kind, address, timeMs, error } of scrapes) {
    if (!known.has(`${kind}/${address}`)) continue;
    steps.push({
      timeMs,
      joins: false,
      keep: (store) =>
        store.set('scrape', `${kind}/${address}`, { state: error === undefined ? 'up' : 'down', error: error ?? '' }),
    });
  }
  return steps.sort((a, b) => a.timeMs - b.timeMs);
}
