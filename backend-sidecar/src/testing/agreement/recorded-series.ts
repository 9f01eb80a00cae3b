import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Labels } from '../../model/labels.ts';

/** Samples of one series; plain arrays of equal length, ascending in time. */
export interface RecordedSeries {
  labels: Labels;
  timestamps: number[];
  values: number[];
}

const FOLDER = 'pulsar-4.0.8/metrics/baseline-15s';
const JOBS: Readonly<Record<string, string>> = { bookie: 'bookie', broker: 'broker', zookeeper: 'zookeeper' };

/** Path of the shared corpus, or undefined where it is missing. */
export function corpusFolder(): string | undefined {
  const folder = path.resolve('../shared/corpus');
  const fromWorkspace = path.resolve('../../shared/corpus');
  return [folder, fromWorkspace].find((each) => existsSync(path.join(each, FOLDER)));
}

/**
 * The recorded scrapes of a real cluster, one every 15 s up to `endMs`, `rounds` times one after the other: where a round
 * begins counters fall back, as at restarts.
 */
export function recordedSeries(corpus: string, endMs: number, rounds: number): RecordedSeries[] {
  const folder = path.join(corpus, FOLDER);
  const byNode = new Map<string, string[]>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.prom.gz')) continue;
    const node = file.slice(0, file.lastIndexOf('_'));
    byNode.set(node, [...(byNode.get(node) ?? []), file]);
  }
  const series = new Map<string, RecordedSeries>();
  for (const [node, files] of byNode) {
    const bodies = files.map((file) => gunzipSync(readFileSync(path.join(folder, file))).toString('utf8'));
    const total = bodies.length * rounds;
    const kind = node.split('_')[0];
    for (let i = 0; i < total; i++) {
      const timeMs = endMs - (total - 1 - i) * 15_000;
      for (const line of bodies[i % bodies.length].split('\n')) {
        if (line === '' || line.startsWith('#')) continue;
        const space = line.lastIndexOf(' ');
        const key = `${node} ${line.slice(0, space)}`;
        let each = series.get(key);
        if (!each) {
          const target = { instance: `${node.slice(kind.length + 1)}:8080`, job: JOBS[kind] ?? kind };
          series.set(key, (each = { labels: labelsOf(line.slice(0, space), target), timestamps: [], values: [] }));
        }
        // A few bodies hold a series twice.
        if (each.timestamps[each.timestamps.length - 1] === timeMs) continue;
        each.timestamps.push(timeMs);
        each.values.push(valueOf(line.slice(space + 1)));
      }
    }
  }
  return [...series.values()];
}

function labelsOf(text: string, target: Readonly<Record<string, string>>): Labels {
  const brace = text.indexOf('{');
  const name = (brace < 0 ? text : text.slice(0, brace)).trim();
  const labels: [string, string][] = [
    ['__name__', name],
    ['cluster', 'standalone'],
  ];
  for (const [, label, value] of text.matchAll(/([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"/g))
    labels.push([label, value.replace(/\\(.)/g, (_all, c: string) => (c === 'n' ? '\n' : c))]);
  return Labels.fromPairs([...labels, ...Object.entries(target)]);
}

function valueOf(text: string): number {
  return text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);
}
