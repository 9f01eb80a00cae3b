/** Counters that only Linux' /proc has: what the other platforms' parts of a sample are made of, in the exporter's names. */
import { readFile } from 'node:fs/promises';
import type { MetricPoint } from '@observatory/protocol/agents';

/** USER_HZ: what /proc/stat counts in, 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const CPU_MODES = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'];
const SECTOR_BYTES = 512;
/** Whole disks: partitions and loop devices would count the same bytes again. */
const WHOLE_DISK = /^(sd[a-z]+|vd[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+|md\d+)$/;
const MAX_CPUS = 64;

export async function procPoints(root = '/proc'): Promise<MetricPoint[]> {
  const [stat, disks] = await Promise.all([read(`${root}/stat`), read(`${root}/diskstats`)]);
  return [...cpuPoints(stat), ...diskPoints(disks)];
}

export function cpuPoints(stat: string): MetricPoint[] {
  return stat
    .split('\n')
    .filter((line) => /^cpu\d/.test(line))
    .slice(0, MAX_CPUS)
    .flatMap((line) => {
      const [name, ...ticks] = line.trim().split(/\s+/);
      return CPU_MODES.map((mode, index): MetricPoint => [
        'node_cpu_seconds_total',
        { cpu: name.slice(3), mode },
        Number(ticks[index] ?? 0) / TICKS_PER_SECOND,
      ]);
    });
}

export function diskPoints(diskstats: string): MetricPoint[] {
  return diskstats.split('\n').flatMap((line): MetricPoint[] => {
    const [, , device = '', ...columns] = line.trim().split(/\s+/);
    if (!WHOLE_DISK.test(device)) return [];
    const [reads, , sectorsRead, readMs, writes, , sectorsWritten, writeMs, , busyMs] = columns.map(Number);
    const labels = { device };
    return [
      ['node_disk_reads_completed_total', labels, reads],
      ['node_disk_read_bytes_total', labels, sectorsRead * SECTOR_BYTES],
      ['node_disk_read_time_seconds_total', labels, readMs / 1000],
      ['node_disk_writes_completed_total', labels, writes],
      ['node_disk_written_bytes_total', labels, sectorsWritten * SECTOR_BYTES],
      ['node_disk_write_time_seconds_total', labels, writeMs / 1000],
      ['node_disk_io_time_seconds_total', labels, busyMs / 1000],
    ];
  });
}

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
