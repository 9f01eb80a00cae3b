import path from 'node:path';
import type { LogLine } from '@observatory/protocol/logs';
import type { AgentConfig } from '../config.ts';
import type { Places } from '../link/spool.ts';
import { outputFileOf } from '../services/supervised-manager.ts';
import type { Logger } from '../util/logger.ts';
import { FileFollower } from './file-follower.ts';
import { hasJournal, JournaldFollower } from './journald.ts';
import { isContinuation, parseLine } from './parse-line.ts';

export interface LogSourcesOptions {
  config: AgentConfig;
  places: Places;
  /** Keeps lines and the place behind them in one step. @throws when they cannot be kept. */
  send: (lines: LogLine[], places: Places) => void;
  logger: Logger;
}

interface Follower {
  start(): void;
  stop(): void | Promise<void>;
}

const OUTPUT_MAX_BYTES = 32 << 20;
const MAX_LINES = 1000;

/** Everything that the agent reads lines from: files, the journal, the output of supervised processes. */
export class LogSources {
  private readonly followers: Follower[] = [];

  constructor({ config, places, send, logger }: LogSourcesOptions) {
    const follow = (file: string, source: string, more: { fromStart: boolean; emptyAboveBytes?: number }) => {
      const key = `file:${file}`;
      this.followers.push(
        new FileFollower({
          file,
          place: places[key],
          logger,
          ...more,
          onLines: (texts, place) => {
            const lines = linesOf(texts, source, Date.now());
            for (let at = 0; at < lines.length; at += MAX_LINES) {
              // Only the last part carries the place: before it nothing counts as read.
              const isLast = at + MAX_LINES >= lines.length;
              send(lines.slice(at, at + MAX_LINES), isLast ? { [key]: place } : {});
            }
          },
        }),
      );
    };
    for (const { name, logs } of config.supervised)
      if (logs) follow(outputFileOf(config.data, name), name, { fromStart: true, emptyAboveBytes: OUTPUT_MAX_BYTES });
    for (const { path: file, source, from_start } of config.logs.files)
      follow(file, source ?? path.basename(file), { fromStart: from_start });
    const { journald } = config.logs;
    if (!journald) return;
    if (!hasJournal()) logger.warn({}, 'there is no journalctl here: the journal is not followed');
    else {
      const send1 = (lines: LogLine[], place: { id: string; offset: number }) => send(lines, { journald: place });
      this.followers.push(
        new JournaldFollower({ units: journald.units, place: places.journald, logger, onLines: send1 }),
      );
    }
  }

  start(): void {
    for (const each of this.followers) each.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.followers.map((each) => each.stop()));
  }
}

/** Texts as lines; those of a stack trace go with the line before. */
export function linesOf(texts: readonly string[], source: string, readMs: number): LogLine[] {
  const lines: LogLine[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last && isContinuation(text) && last.message.length + text.length < 16_000) last.message += `\n${text}`;
    else lines.push({ ...parseLine(text, readMs), source });
  }
  return lines;
}
