import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { inSlices, type Slices } from '../../util/slices.ts';
import type { FactHistory } from '../facts/fact-history.ts';
import { FactSet, type FactChange } from '../facts/fact-set.ts';
import { decodeLine, FORMAT_VERSION, restoreFact, type StoredFact } from './history-line.ts';
import { SUFFIX } from './history-writer.ts';

/**
 * Puts what earlier runs wrote into a history, oldest first. A file ends at its first line that is torn or damaged, one of
 * another version is left out; between two runs there is a gap of which nothing is known.
 */
export async function readHistory(directory: string, history: FactHistory, nowMs: number): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  let lastMs: number | undefined;
  for (const name of names.filter((each) => each.endsWith(SUFFIX)).sort()) {
    const text = await readFile(path.join(directory, name), 'utf8').catch(() => '');
    lastMs = await inSlices(readFileInto(text, history, lastMs, nowMs));
  }
  if (lastMs !== undefined) history.gap(lastMs + 1);
}

/** @returns the last time of which the file tells, or `lastMs` when it tells nothing */
function* readFileInto(
  text: string,
  history: FactHistory,
  lastMs: number | undefined,
  nowMs: number,
): Slices<number | undefined> {
  let facts: FactSet | undefined;
  let pending: StoredFact[] = [];
  for (let from = 0, to = text.indexOf('\n'); to >= 0; from = to + 1, to = text.indexOf('\n', from)) {
    const line = decodeLine(text.slice(from, to));
    if (!line) break;
    yield;
    if (line.type === 'header') {
      if (line.version !== FORMAT_VERSION) break;
      if (line.begins === 'start' && lastMs !== undefined) history.gap(lastMs + 1);
    } else if (line.type === 'facts') pending.push(...line.facts);
    else if (line.type === 'alive') lastMs = Math.max(lastMs ?? 0, line.timeMs);
    else {
      // Times that do not go forward (the clock was set back) or lie ahead cannot be found by time.
      const fits = pending.length === line.count && line.timeMs <= nowMs && line.timeMs >= (lastMs ?? 0);
      if (!fits || (line.type === 'version' && !facts)) break;
      facts = line.type === 'snapshot' ? new FactSet() : facts;
      if (!facts) break;
      const changes = changesOf(pending, facts);
      facts.apply(changes);
      history.record(line.timeMs, changes, facts, line.type === 'snapshot');
      lastMs = line.timeMs;
      pending = [];
    }
  }
  return lastMs;
}

function changesOf(stored: readonly StoredFact[], facts: FactSet): FactChange[] {
  return stored.map(([family, subject, fact]) => ({
    family,
    subject,
    before: facts.get(family, subject),
    after: fact === null ? undefined : restoreFact(family, fact),
  }));
}
