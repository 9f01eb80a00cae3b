import { statfs } from 'node:fs/promises';
import os from 'node:os';
import type { HostSummary } from '@observatory/protocol/agents';
import type { Clock } from '../util/clock.ts';
import { every } from '../util/every.ts';

const SAMPLE_MS = 15_000;
const HISTORY_POINTS = 100;

/** The host that the sidecar runs on, measured by the sidecar itself: CPU since the last look, memory, the store's disk. */
export class OwnHost {
  private readonly clock: Clock;
  private readonly directory: string;
  private points: HostSummary[] = [];
  private last = cpuTimes();
  private cancel: () => void = () => {};

  constructor(clock: Clock, directory: string) {
    this.clock = clock;
    this.directory = directory;
  }

  start(): void {
    void this.sample();
    this.cancel = every(this.clock, SAMPLE_MS, () => void this.sample());
  }

  stop(): void {
    this.cancel();
  }

  get summary(): HostSummary | undefined {
    return this.points.at(-1);
  }

  /** Newest last, at most 100. */
  get history(): readonly HostSummary[] {
    return this.points;
  }

  clear(): void {
    this.points = this.points.slice(-1);
  }

  private async sample(): Promise<void> {
    const now = cpuTimes();
    const total = now.total - this.last.total;
    const cpuPercent = total > 0 ? (100 * (now.busy - this.last.busy)) / total : 0;
    this.last = now;
    const memoryTotalBytes = os.totalmem();
    // What programs can have (MemAvailable on Linux), not what happens to be unused.
    const memoryAvailableBytes = os.freemem();
    this.points.push({
      timeMs: this.clock.now(),
      cpuPercent,
      memoryTotalBytes,
      memoryAvailableBytes,
      memoryUsedBytes: memoryTotalBytes - memoryAvailableBytes,
      memoryPercent: (100 * (memoryTotalBytes - memoryAvailableBytes)) / memoryTotalBytes,
      diskPercent: await diskPercent(this.directory),
      networkReceiveBytesPerSecond: 0,
      networkTransmitBytesPerSecond: 0,
    });
    if (this.points.length > HISTORY_POINTS) this.points = this.points.slice(-HISTORY_POINTS);
  }
}

function cpuTimes(): { busy: number; total: number } {
  let idle = 0;
  let total = 0;
  for (const { times } of os.cpus()) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { busy: total - idle, total };
}

/** As df counts it: of what is used or can still be used. */
async function diskPercent(directory: string): Promise<number> {
  try {
    const { blocks, bfree, bavail } = await statfs(directory);
    const used = blocks - bfree;
    return used + bavail > 0 ? (100 * used) / (used + bavail) : 0;
  } catch {
    return 0;
  }
}
