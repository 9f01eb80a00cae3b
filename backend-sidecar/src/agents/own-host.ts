import { statfs } from 'node:fs/promises';
import os from 'node:os';
import type { HostSummary } from '@observatory/protocol/agents';
import type { Clock } from '../util/clock.ts';
import { every } from '../util/every.ts';
import type { HostHistory } from './host-history.ts';

const SAMPLE_MS = 15_000;
/** Name of the sidecar's own host among the nodes of the dashboard protocol. */
export const COORDINATOR = 'coordinator';

/** The host that the sidecar runs on, measured by the sidecar itself: CPU since the last look, memory, the store's disk. */
export class OwnHost {
  private readonly clock: Clock;
  private readonly directory: string;
  private readonly history: Pick<HostHistory, 'add'>;
  private newest: HostSummary | undefined;
  private last = cpuTimes();
  private cancel: () => void = () => {};

  constructor(clock: Clock, directory: string, history: Pick<HostHistory, 'add'>) {
    this.clock = clock;
    this.directory = directory;
    this.history = history;
  }

  start(): void {
    void this.sample();
    this.cancel = every(this.clock, SAMPLE_MS, () => void this.sample());
  }

  stop(): void {
    this.cancel();
  }

  get summary(): HostSummary | undefined {
    return this.newest;
  }

  private async sample(): Promise<void> {
    const now = cpuTimes();
    const total = now.total - this.last.total;
    const cpuPercent = total > 0 ? (100 * (now.busy - this.last.busy)) / total : 0;
    this.last = now;
    const memoryTotalBytes = os.totalmem();
    // What programs can have (MemAvailable on Linux), not what happens to be unused.
    const memoryAvailableBytes = os.freemem();
    this.newest = {
      timeMs: this.clock.now(),
      cpuPercent,
      memoryTotalBytes,
      memoryAvailableBytes,
      memoryUsedBytes: memoryTotalBytes - memoryAvailableBytes,
      memoryPercent: (100 * (memoryTotalBytes - memoryAvailableBytes)) / memoryTotalBytes,
      diskPercent: await diskPercent(this.directory),
      networkReceiveBytesPerSecond: 0,
      networkTransmitBytesPerSecond: 0,
    };
    this.history.add(COORDINATOR, [this.newest]);
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
