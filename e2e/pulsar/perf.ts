/** Pulsar's own `pulsar-perf` as producer or consumer: a real client, which outlives its broker. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PulsarSession } from './session.ts';

export interface PerfOptions {
  serviceUrl: string;
  topic: string;
  /** Messages a second in all, of `sizeBytes` each; producers wait up to Pulsar's own 30 s for an acknowledgement. */
  produce?: { perSecond: number; sizeBytes: number; producers: number };
  consume?: { subscription: string; type: 'Exclusive' | 'Shared' | 'Failover' | 'Key_Shared'; consumers: number };
  /** Ends by itself; without it with `stop`. */
  seconds?: number;
}

/** What it says every ten seconds. */
export interface PerfInterval {
  endMs: number;
  /** Acknowledged or received since it began. */
  messages: number;
  /** Failed sends a second; always 0 for consumers. */
  failuresPerSecond: number;
  /** Longest time to an acknowledgement, or from publishing to receiving, of the interval. */
  maxMs: number;
}

export interface PerfTotals {
  messages: number;
  failedSends: number;
  maxMs: number;
}

const INTERVAL_SECONDS = 10;
const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d),(\d{3})\+0000 /;

/** Where it runs from and writes to, and who ends it when nobody else did. */
export type PerfHome = Pick<PulsarSession, 'distribution' | 'dir' | 'cleanups'>;

/** One process of pulsar-perf. It ignores PULSAR_MEM; with 512 MB its histograms run out of memory at the second interval. */
export class PerfClient {
  readonly name: string;
  readonly histogramFile: string;
  private readonly logFile: string;
  private readonly child: ChildProcess;
  private readonly exited: Promise<number | null>;

  constructor({ distribution, dir, cleanups }: PerfHome, name: string, options: PerfOptions) {
    this.name = name;
    const folder = path.join(dir, 'perf');
    mkdirSync(folder, { recursive: true });
    this.histogramFile = path.join(folder, `${name}.hdr`);
    this.logFile = path.join(folder, `${name}.log`);
    const output = openSync(this.logFile, 'w');
    this.child = spawn(path.join(distribution.home, 'bin/pulsar-perf'), perfArguments(options, this.histogramFile), {
      cwd: folder,
      stdio: ['ignore', output, output],
      env: {
        ...process.env,
        NODE_OPTIONS: undefined,
        JAVA_HOME: distribution.javaHome,
        OPTS: '-Xms64m -Xmx1g -XX:+UseSerialGC -XX:CICompilerCount=2',
        PULSAR_LOG_DIR: folder,
        MALLOC_ARENA_MAX: '2',
        TZ: 'UTC',
      },
    });
    closeSync(output);
    this.exited = new Promise((resolve) => this.child.once('exit', resolve));
    cleanups.push(() => this.stop());
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Whether it has its consumers: what is published before they subscribe never reaches them. */
  get isReceiving(): boolean {
    return readFileSync(this.logFile, 'utf8').includes('Start receiving from');
  }

  /** All intervals so far. */
  intervals(): PerfInterval[] {
    return readIntervals(readFileSync(this.logFile, 'utf8'));
  }

  /** Waits until it ends by itself. @returns its exit code */
  end(): Promise<number | null> {
    return this.exited;
  }

  /** Ends it and reads what it sums up at its end. @throws Error when it sums up nothing */
  async stop(): Promise<PerfTotals> {
    if (this.isRunning) this.child.kill('SIGTERM');
    const hard = setTimeout(() => this.child.kill('SIGKILL'), 20_000);
    await this.exited;
    clearTimeout(hard);
    return readTotals(readFileSync(this.logFile, 'utf8'), this.logFile);
  }
}

function perfArguments(options: PerfOptions, histogramFile: string): string[] {
  const { serviceUrl, topic, produce, consume, seconds } = options;
  const common = ['--service-url', serviceUrl, '--histogram-file', histogramFile];
  if (seconds !== undefined) common.push('--test-duration', String(seconds));
  if (produce) {
    const { perSecond, sizeBytes, producers } = produce;
    return [
      ...['produce', ...common],
      ...['--rate', String(perSecond), '--size', String(sizeBytes), '--num-producers', String(producers)],
      // Its own default is to wait for ever; Pulsar's is 30 s.
      ...['--send-timeout=30', topic],
    ];
  }
  if (!consume) throw new Error('pulsar-perf: neither produce nor consume');
  const { subscription, type, consumers } = consume;
  return [
    ...['consume', ...common],
    ...['--subscriptions', subscription, '--subscription-type', type, '--num-consumers', String(consumers)],
    topic,
  ];
}

/** The lines that pulsar-perf writes every ten seconds. Exported for its test. */
export function readIntervals(text: string): PerfInterval[] {
  const found: PerfInterval[] = [];
  for (const line of text.split('\n')) {
    const match =
      /Throughput (?:produced|received): +(\d+) msg .*?(?:failure +([\d.]+) msg\/s .*?)?Max: +([\d.]+)/.exec(line);
    const stamp = STAMP.exec(line);
    if (!match || !stamp) continue;
    found.push({
      endMs: Date.parse(`${stamp[1]}.${stamp[2]}Z`),
      messages: Number(match[1]),
      failuresPerSecond: Number(match[2] ?? 0),
      maxMs: Number(match[3]),
    });
  }
  return found;
}

/** What pulsar-perf sums up at its end. @throws Error when it did not come to that */
export function readTotals(text: string, file: string): PerfTotals {
  const messages = /(\d+) records (?:sent|received)/.exec(text)?.[1];
  if (messages === undefined) throw new Error(`pulsar-perf did not sum up: see ${file}`);
  const byRate = readIntervals(text).reduce(
    (sum, { failuresPerSecond }) => sum + failuresPerSecond * INTERVAL_SECONDS,
    0,
  );
  const told = text.match(/Write message error with exception/g)?.length ?? 0;
  return {
    messages: Number(messages),
    failedSends: Math.max(Math.round(byRate), told),
    maxMs: Number(/Aggregated latency stats.*Max: +([\d.]+)/.exec(text)?.[1] ?? NaN),
  };
}
