import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Clock } from '../util/clock.ts';
import { messageOf } from '../util/errors.ts';
import { every } from '../util/every.ts';
import type { Logger } from '../util/logger.ts';

/** What the dashboard protocol draws of a host. */
export interface HistoryPoint {
  timeMs: number;
  cpuPercent: number;
  memoryPercent: number;
  diskPercent: number;
}

/** `[node, timeMs, cpu, memory, disk]`, or `[node]`: what was before is forgotten. */
const line = z.union([z.tuple([z.string(), z.number(), z.number(), z.number(), z.number()]), z.tuple([z.string()])]);

const POINTS = 100;
const FLUSH_MS = 5000;
/** The file is written anew when it holds so many lines more than there are points. */
const SLACK_LINES = 20_000;

/**
 * The last 100 points of each host, over restarts: a file of JSON lines that grows, and is written anew now and then. The store
 * has the same measurements as series for as long as it keeps them; clearing this forgets none of those.
 */
export class HostHistory {
  private readonly options: { file: string; clock: Clock; logger: Logger };
  private readonly byNode = new Map<string, HistoryPoint[]>();
  private pending: string[] = [];
  private lines = 0;
  private cancel: () => void = () => {};

  constructor(options: { file: string; clock: Clock; logger: Logger }) {
    this.options = options;
  }

  /** Reads what there is; a torn or foreign line is left out. */
  start(): void {
    for (const text of contentOf(this.options.file).split('\n')) {
      const parsed = line.safeParse(parseJson(text));
      if (!parsed.success) continue;
      const [node, timeMs, cpuPercent = 0, memoryPercent = 0, diskPercent = 0] = parsed.data;
      if (timeMs === undefined) this.byNode.delete(node);
      else this.keep(node, { timeMs, cpuPercent, memoryPercent, diskPercent });
      this.lines++;
    }
    this.cancel = every(this.options.clock, FLUSH_MS, () => this.flush());
  }

  stop(): void {
    this.cancel();
    this.flush();
  }

  /** Newest last, at most 100. */
  of(node: string): readonly HistoryPoint[] {
    return this.byNode.get(node) ?? [];
  }

  add(node: string, points: readonly HistoryPoint[]): void {
    for (const { timeMs, cpuPercent, memoryPercent, diskPercent } of points) {
      this.keep(node, { timeMs, cpuPercent, memoryPercent, diskPercent });
      const rounded = [cpuPercent, memoryPercent, diskPercent].map((each) => Math.round(each * 100) / 100);
      this.pending.push(JSON.stringify([node, timeMs, ...rounded]));
    }
  }

  /** On disk when it returns. */
  clear(node: string): void {
    this.byNode.delete(node);
    this.pending.push(JSON.stringify([node]));
    this.flush();
  }

  get nodes(): readonly string[] {
    return [...this.byNode.keys()];
  }

  private keep(node: string, point: HistoryPoint): void {
    const points = this.byNode.get(node) ?? [];
    points.push(point);
    if (points.length > POINTS) points.shift();
    this.byNode.set(node, points);
  }

  private flush(): void {
    const { file, logger } = this.options;
    if (this.pending.length === 0) return;
    try {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      appendFileSync(file, this.pending.map((each) => `${each}\n`).join(''), { mode: 0o600 });
      this.lines += this.pending.length;
      this.pending = [];
      if (this.lines > SLACK_LINES + this.byNode.size * POINTS) this.rewrite();
    } catch (error) {
      // Pictures of the last minutes are no reason to end; what waits is bounded all the same.
      this.pending = this.pending.slice(-SLACK_LINES);
      logger.warn({ error: messageOf(error) }, 'the history of hosts cannot be written');
    }
  }

  private rewrite(): void {
    const { file } = this.options;
    const kept = [...this.byNode].flatMap(([node, points]) =>
      points.map((each) => JSON.stringify([node, each.timeMs, each.cpuPercent, each.memoryPercent, each.diskPercent])),
    );
    writeFileSync(`${file}.new`, kept.map((each) => `${each}\n`).join(''), { mode: 0o600 });
    renameSync(`${file}.new`, file);
    this.lines = kept.length;
  }
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
