import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { LogLevel, LogLine } from '@observatory/protocol/logs';
import type { FilePlace } from '../link/spool.ts';
import type { Logger } from '../util/logger.ts';
import { LineSplitter } from './line-splitter.ts';
import { parseLine } from './parse-line.ts';

export interface JournaldOptions {
  units: readonly string[];
  /** The journal's cursor behind the last line that was kept. */
  place?: FilePlace;
  onLines: (lines: LogLine[], place: FilePlace) => void;
  logger: Logger;
  program?: string;
}

const PRIORITIES: readonly LogLevel[] = ['fatal', 'fatal', 'fatal', 'error', 'warn', 'info', 'info', 'debug'];
const RETRY_MS = 5000;

/** Follows units of the systemd journal through `journalctl`, from where it left off. */
export class JournaldFollower {
  private readonly options: JournaldOptions;
  private child: ChildProcess | undefined;
  private cursor: string | undefined;
  private stopped = true;
  private timer: NodeJS.Timeout | undefined;

  constructor(options: JournaldOptions) {
    this.options = options;
    this.cursor = options.place?.id;
  }

  start(): void {
    this.stopped = false;
    this.follow();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.child?.kill('SIGTERM');
  }

  private follow(): void {
    const { units, logger, program = 'journalctl' } = this.options;
    const from = this.cursor === undefined ? ['--lines=0'] : [`--after-cursor=${this.cursor}`];
    const args = ['--follow', '--output=json', '--no-pager', ...from, ...units.flatMap((unit) => ['--unit', unit])];
    const child = spawn(program, args, { shell: false, stdio: ['ignore', 'pipe', 'ignore'] });
    this.child = child;
    const splitter = new LineSplitter();
    child.stdout.on('data', (chunk: Buffer) => this.take(splitter.push(chunk)));
    child.on('error', (error) => logger.warn({ error: error.message }, 'the journal cannot be followed'));
    child.on('close', () => {
      if (!this.stopped) this.timer = setTimeout(() => this.follow(), RETRY_MS);
    });
  }

  private take(texts: string[]): void {
    const entries = texts.flatMap((text) => journalLine(text) ?? []);
    const last = entries.at(-1);
    if (!last) return;
    try {
      this.options.onLines(
        entries.map(({ line }) => line),
        { id: last.cursor, offset: 0 },
      );
      this.cursor = last.cursor;
    } catch {
      // Not kept: asked for again from the cursor.
      this.child?.kill('SIGTERM');
    }
  }
}

/** One object of `journalctl --output=json`. */
export function journalLine(text: string): { line: LogLine; cursor: string } | undefined {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const field = (name: string) => (typeof value[name] === 'string' ? value[name] : undefined);
  const cursor = field('__CURSOR');
  if (cursor === undefined) return undefined;
  // Bytes that are no UTF-8 come as an array of numbers.
  const raw = value.MESSAGE;
  const message =
    typeof raw === 'string' ? raw : Array.isArray(raw) ? Buffer.from(raw as number[]).toString('utf8') : '';
  const timeMs = Math.trunc(Number(field('__REALTIME_TIMESTAMP')) / 1000) || Date.now();
  const parsed = parseLine(message, timeMs);
  const priority = Number(field('PRIORITY') ?? NaN);
  return {
    cursor,
    line: {
      ...parsed,
      timeMs,
      level: parsed.level !== 'unknown' ? parsed.level : (PRIORITIES[priority] ?? 'unknown'),
      logger: parsed.logger !== '' ? parsed.logger : (field('SYSLOG_IDENTIFIER') ?? '').slice(0, 512),
      source: (field('_SYSTEMD_UNIT') ?? 'journal').slice(0, 256),
    },
  };
}

/** Whether this host has a journal to follow. */
export function hasJournal(program = 'journalctl'): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
