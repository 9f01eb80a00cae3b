import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { CommandOutcome } from '@observatory/protocol/agents';
import { readIfThere, writeDurably } from '../util/durable-file.ts';

export interface CommandEntry {
  key: string;
  /** What was asked, so that a key is never taken for another command. */
  what: string;
  begunMs: number;
  /** The service's run when the command was begun: tells whether a restart has happened. */
  runBefore?: string;
  outcome?: CommandOutcome;
}

const KEEP_MS = 86_400_000;
const KEEP_ENTRIES = 10_000;

/**
 * Keys of commands, on disk before anything is done and again with the result. An agent that is killed in the middle knows
 * what it had begun.
 */
export class CommandJournal {
  private entries = new Map<string, CommandEntry>();
  private readonly file: string;

  constructor(file: string, nowMs = Date.now()) {
    this.file = file;
    for (const line of (readIfThere(file) ?? '').split('\n')) {
      const entry = parse(line);
      if (entry) this.entries.set(entry.key, entry);
    }
    const kept = [...this.entries.values()].filter(({ begunMs }) => begunMs > nowMs - KEEP_MS).slice(-KEEP_ENTRIES);
    this.entries = new Map(kept.map((entry) => [entry.key, entry]));
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    // A torn last line goes, too.
    writeDurably(file, kept.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }

  find(key: string): CommandEntry | undefined {
    return this.entries.get(key);
  }

  /** On disk when it returns. */
  note(entry: CommandEntry): void {
    const fd = openSync(this.file, 'a', 0o600);
    try {
      writeSync(fd, `${JSON.stringify(entry)}\n`);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    this.entries.set(entry.key, entry);
  }
}

function parse(line: string): CommandEntry | undefined {
  try {
    return line === '' ? undefined : (JSON.parse(line) as CommandEntry);
  } catch {
    return undefined;
  }
}
