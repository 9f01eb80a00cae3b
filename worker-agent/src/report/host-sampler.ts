import os from 'node:os';
import type { HostSummary, MetricPoint, ProcessRow } from '@observatory/protocol/agents';
import si from 'systeminformation';
import { procPoints } from './linux-proc.ts';

export interface HostSample {
  summary: HostSummary;
  points: MetricPoint[];
}

const MAX_FILESYSTEMS = 50;
const MAX_INTERFACES = 50;
const TOP_PROCESSES = 15;
/** They hold no data of anybody. */
const PSEUDO = /^(tmpfs|devtmpfs|squashfs|overlay|efivarfs|ramfs|iso9660)$/;

/** Measures the host: CPU, memory, file systems, disks, network. CPU and network rates are since the sample before. */
export class HostSampler {
  private lastCpu = cpuTimes();
  private lastNetwork: { timeMs: number; received: number; sent: number } | undefined;

  async sample(): Promise<HostSample> {
    const [memory, filesystems, network, proc] = await Promise.all([
      si.mem(),
      si.fsSize().catch(() => []),
      si.networkStats('*').catch(() => []),
      process.platform === 'linux' ? procPoints() : Promise.resolve([]),
    ]);
    const timeMs = Date.now();
    const points: MetricPoint[] = proc.length > 0 ? proc : cpuPointsOfNode();
    const [load1, load5, load15] = os.loadavg();
    points.push(
      ['node_load1', {}, load1],
      ['node_load5', {}, load5],
      ['node_load15', {}, load15],
      ['node_boot_time_seconds', {}, Math.round(timeMs / 1000 - os.uptime())],
      ['node_memory_MemTotal_bytes', {}, memory.total],
      ['node_memory_MemAvailable_bytes', {}, memory.available],
      ['node_memory_MemFree_bytes', {}, memory.free],
      ['node_memory_Cached_bytes', {}, memory.cached],
      ['node_memory_Buffers_bytes', {}, memory.buffers],
      ['node_memory_SwapTotal_bytes', {}, memory.swaptotal],
      ['node_memory_SwapFree_bytes', {}, memory.swapfree],
    );
    let diskPercent = 0;
    for (const { fs: device, type, size, available, used, mount } of distinct(filesystems).slice(0, MAX_FILESYSTEMS)) {
      const labels = { device, fstype: type, mountpoint: mount };
      points.push(
        ['node_filesystem_size_bytes', labels, size],
        ['node_filesystem_avail_bytes', labels, available],
        ['node_filesystem_free_bytes', labels, size - used],
      );
      if (used + available > 0) diskPercent = Math.max(diskPercent, (100 * used) / (used + available));
    }
    let received = 0;
    let sent = 0;
    for (const each of network.slice(0, MAX_INTERFACES)) {
      const labels = { device: each.iface };
      points.push(
        ['node_network_receive_bytes_total', labels, each.rx_bytes],
        ['node_network_transmit_bytes_total', labels, each.tx_bytes],
        ['node_network_receive_errs_total', labels, each.rx_errors],
        ['node_network_transmit_errs_total', labels, each.tx_errors],
        ['node_network_receive_drop_total', labels, each.rx_dropped],
        ['node_network_transmit_drop_total', labels, each.tx_dropped],
      );
      if (each.iface === 'lo') continue;
      received += each.rx_bytes;
      sent += each.tx_bytes;
    }
    const memoryUsedBytes = memory.total - memory.available;
    return {
      summary: {
        timeMs,
        cpuPercent: this.cpuPercent(),
        memoryPercent: memory.total > 0 ? (100 * memoryUsedBytes) / memory.total : 0,
        memoryTotalBytes: memory.total,
        memoryAvailableBytes: memory.available,
        memoryUsedBytes,
        diskPercent,
        ...this.networkRates(timeMs, received, sent),
      },
      points: points.filter(([, , value]) => Number.isFinite(value)),
    };
  }

  private cpuPercent(): number {
    const now = cpuTimes();
    const total = now.total - this.lastCpu.total;
    const busy = now.busy - this.lastCpu.busy;
    this.lastCpu = now;
    return total > 0 ? Math.min(100, Math.max(0, (100 * busy) / total)) : 0;
  }

  private networkRates(timeMs: number, received: number, sent: number) {
    const last = this.lastNetwork;
    this.lastNetwork = { timeMs, received, sent };
    const seconds = last ? (timeMs - last.timeMs) / 1000 : 0;
    // An interface that went away makes the sum fall: no rate then.
    const rate = (now: number, before: number) => (seconds > 0 && now >= before ? (now - before) / seconds : 0);
    return {
      networkReceiveBytesPerSecond: rate(received, last?.received ?? received),
      networkTransmitBytesPerSecond: rate(sent, last?.sent ?? sent),
    };
  }
}

/** The largest processes by CPU and by memory, and how many there are. */
export async function topProcesses(): Promise<{ processes: ProcessRow[]; processCount: number }> {
  const { list, all } = await si.processes();
  const rows = list.map(({ pid, name, cpu, memRss }) => ({
    pid,
    name: name.slice(0, 256),
    cpuPercent: cpu,
    memoryBytes: memRss * 1024,
  }));
  const top = (key: 'cpuPercent' | 'memoryBytes') => [...rows].sort((a, b) => b[key] - a[key]).slice(0, TOP_PROCESSES);
  return { processes: [...new Set([...top('cpuPercent'), ...top('memoryBytes')])], processCount: all };
}

function distinct(filesystems: readonly si.Systeminformation.FsSizeData[]): si.Systeminformation.FsSizeData[] {
  const byMount = new Map<string, si.Systeminformation.FsSizeData>();
  // The root counts even where it is an overlay: in a container it is all there is.
  for (const each of filesystems)
    if (each.size > 0 && (each.mount === '/' || !PSEUDO.test(each.type))) byMount.set(each.mount, each);
  return [...byMount.values()];
}

function cpuPointsOfNode(): MetricPoint[] {
  return os
    .cpus()
    .flatMap(({ times }, cpu) =>
      Object.entries({ user: times.user, nice: times.nice, system: times.sys, idle: times.idle, irq: times.irq }).map(
        ([mode, ms]): MetricPoint => ['node_cpu_seconds_total', { cpu: String(cpu), mode }, ms / 1000],
      ),
    );
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
