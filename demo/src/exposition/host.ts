import { diskUsage } from '../model/bookies.ts';
import { heapUsed } from '../model/jvm.ts';
import type { Host, World } from '../model/world.ts';
import { Body, type Getter } from './body.ts';

const DEVICE = 'nvme0n1';

function memoryUsed(world: World, host: Host): number {
  let used = 1.4e9;
  for (const broker of world.brokers)
    if (broker.host === host.index && broker.up) used += heapUsed(broker.jvm) + broker.jvm.directBytes + 3e8;
  for (const bookie of world.bookies)
    if (bookie.host === host.index && bookie.up) used += heapUsed(bookie.jvm) + bookie.jvm.directBytes + 3e8;
  return Math.min(used, host.memoryBytes * 0.98);
}

function ledgerDisk(world: World, host: Host): number {
  const bookie = world.bookies.find((b) => b.host === host.index);
  return bookie ? diskUsage(bookie) : 0.4;
}

/** Compiles the body of a host's exporter, in the names and label sets of node_exporter 1.x. */
export function compileHost(world: World, host: Host): Body {
  const body = new Body();
  const family = (name: string, type: string, help: string): void =>
    body.text(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`);
  const single = (name: string, type: string, help: string, value: Getter, labels = ''): void => {
    family(name, type, help);
    body.slot(`${name}${labels}`, 'i', value);
  };
  family('node_cpu_seconds_total', 'counter', 'Seconds the CPUs spent in each mode.');
  const modes: [string, Float64Array | undefined][] = [
    ['idle', host.idleSeconds], ['iowait', host.iowaitSeconds], ['irq', undefined], ['nice', undefined],
    ['softirq', undefined], ['steal', undefined], ['system', host.systemSeconds], ['user', host.userSeconds],
  ]; // prettier-ignore
  for (let core = 0; core < host.cores; core++) {
    for (const [mode, seconds] of modes) {
      const head = `node_cpu_seconds_total{cpu="${core}",mode="${mode}"}`;
      if (seconds) body.slot(head, 'p', () => seconds[core]);
      else body.constant(head, '0');
    }
  }
  single('node_boot_time_seconds', 'gauge', 'Node boot time, in unixtime.', () => host.startedMs / 1000);
  single('node_time_seconds', 'gauge', 'System time in seconds since epoch (1970).', () => world.nowMs / 1000);
  for (const [name, of] of [
    ['1', () => host.load1],
    ['5', () => host.load5],
    ['15', () => host.load15],
  ] as const) {
    family(`node_load${name}`, 'gauge', `${name}m load average.`);
    body.slot(`node_load${name}`, 'p', of);
  }
  const used = () => memoryUsed(world, host);
  single('node_memory_MemTotal_bytes', 'gauge', 'Memory information field MemTotal_bytes.', () => host.memoryBytes);
  single(
    'node_memory_MemAvailable_bytes',
    'gauge',
    'Memory information field MemAvailable_bytes.',
    () => host.memoryBytes - used(),
  );
  single(
    'node_memory_MemFree_bytes',
    'gauge',
    'Memory information field MemFree_bytes.',
    () => (host.memoryBytes - used()) * 0.3,
  );
  single('node_memory_Buffers_bytes', 'gauge', 'Memory information field Buffers_bytes.', () => 2.1e8);
  single(
    'node_memory_Cached_bytes',
    'gauge',
    'Memory information field Cached_bytes.',
    () => (host.memoryBytes - used()) * 0.65,
  );
  const disk = `{device="${DEVICE}"}`;
  single(
    'node_disk_written_bytes_total',
    'counter',
    'The total number of bytes written successfully.',
    () => host.diskWriteBytes,
    disk,
  );
  single(
    'node_disk_read_bytes_total',
    'counter',
    'The total number of bytes read successfully.',
    () => host.diskReadBytes,
    disk,
  );
  single(
    'node_disk_writes_completed_total',
    'counter',
    'The total number of writes completed successfully.',
    () => host.diskWrites,
    disk,
  );
  family('node_disk_io_time_seconds_total', 'counter', 'Total seconds spent doing I/Os.');
  body.slot(`node_disk_io_time_seconds_total${disk}`, 'p', () => host.diskBusySeconds);
  family('node_disk_write_time_seconds_total', 'counter', 'This is the total number of seconds spent by all writes.');
  body.slot(`node_disk_write_time_seconds_total${disk}`, 'p', () => host.diskWriteSeconds);
  const mounts: [string, () => number][] = [
    ['/', () => 0.31],
    ['/srv/pulsar/data', () => ledgerDisk(world, host)],
  ];
  for (const [name, value] of [
    ['size', () => host.diskBytes],
    ['avail', (share: number) => host.diskBytes * (1 - share)],
    ['free', (share: number) => host.diskBytes * (1 - share) * 1.02],
  ] as const) {
    family(`node_filesystem_${name}_bytes`, 'gauge', `Filesystem ${name} in bytes.`);
    for (const [mount, share] of mounts) {
      body.slot(`node_filesystem_${name}_bytes{device="/dev/${DEVICE}",fstype="ext4",mountpoint="${mount}"}`, 'i', () =>
        value(share()),
      );
    }
  }
  single(
    'node_network_receive_bytes_total',
    'counter',
    'Network device statistic receive_bytes.',
    () => host.networkIn,
    '{device="eth0"}',
  );
  single(
    'node_network_transmit_bytes_total',
    'counter',
    'Network device statistic transmit_bytes.',
    () => host.networkOut,
    '{device="eth0"}',
  );
  family('node_uname_info', 'gauge', 'Labeled system information as provided by the uname system call.');
  body.constant(
    `node_uname_info{domainname="(none)",machine="x86_64",nodename="${host.name}",release="6.1.0",sysname="Linux",version="#1 SMP"}`,
    '1',
  );
  return body;
}
