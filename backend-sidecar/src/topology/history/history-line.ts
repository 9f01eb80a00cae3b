import { crc32c } from '../../util/crc32c.ts';
import type { Fact, FactFamily } from '../facts/fact.ts';
import { topicHash, type TopicShard } from '../facts/topic-shard.ts';

/** Lines of a history file: docs/format/topology-history.md. */
export const FORMAT_VERSION = 1;

export interface HeaderLine {
  type: 'header';
  format: 'observatory-topology-history';
  version: number;
  cluster: string;
  /** `start`: nothing is known of the time before; `rotation`: the file before goes on in this one. */
  begins: 'start' | 'rotation';
}

/** Part of what the next `snapshot` or `version` line closes. A fact that is null was removed. */
export interface FactsLine {
  type: 'facts';
  facts: readonly StoredFact[];
}

export type StoredFact = readonly [family: FactFamily, subject: string, fact: object | null];

/** Closes the facts since the last closing line: all there are, or those that changed. `count` is their number. */
export interface ClosingLine {
  type: 'snapshot' | 'version';
  timeMs: number;
  count: number;
}

/** Nothing changed until then, and the sidecar was watching. */
export interface AliveLine {
  type: 'alive';
  timeMs: number;
}

export type HistoryLine = HeaderLine | FactsLine | ClosingLine | AliveLine;

/** Checksum, a space, JSON, a newline. */
export function encodeLine(line: HistoryLine): string {
  const json = JSON.stringify(line);
  return `${checksum(json)} ${json}\n`;
}

/** @param text without its newline @returns undefined when it is torn or damaged */
export function decodeLine(text: string): HistoryLine | undefined {
  const json = text.slice(9);
  if (text[8] !== ' ' || checksum(json) !== text.slice(0, 8)) return undefined;
  return JSON.parse(json) as HistoryLine;
}

function checksum(text: string): string {
  return crc32c(Buffer.from(text)).toString(16).padStart(8, '0');
}

/** A fact as JSON; of a shard of topics only the names, from which their hashes follow. */
export function storeFact(family: FactFamily, fact: Fact): object {
  if (family !== 'topics' || fact.value === undefined) return fact;
  return { ...fact, value: (fact.value as TopicShard).names };
}

export function restoreFact(family: FactFamily, stored: object): Fact {
  const { value, changedMs, failure, lastKnownMs } = stored as Fact;
  return {
    value: family === 'topics' && value !== undefined ? restoreShard(value as string[]) : value,
    changedMs,
    failure,
    ...(lastKnownMs !== undefined && { lastKnownMs }),
  };
}

function restoreShard(names: readonly string[]): TopicShard {
  return { names, hashes: Uint32Array.from(names, topicHash) };
}
