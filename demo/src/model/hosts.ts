import { rotate } from './histogram.ts';
import { hostBusy } from './brokers.ts';
import { stepJvm } from './jvm.ts';
import type { World } from './world.ts';

/** Hosts carry what their processes do: cores, disk, network, load averages. */
export function stepHosts(world: World, seconds: number): void {
  const decay = (minutes: number): number => Math.exp(-seconds / (60 * minutes));
  for (const host of world.hosts) {
    const bookies = world.bookies.filter((b) => b.host === host.index && b.up);
    const brokers = world.brokers.filter((b) => b.host === host.index && b.up);
    let written = 1e5;
    let read = 0;
    let waiting = 0;
    for (const bookie of bookies) {
      written += bookie.addBytes * 2;
      read += bookie.readBytes;
      const syncs = Math.min(bookie.addEntries, 1000 / Math.max(1, bookie.syncMs));
      waiting += Math.min(1, (syncs * bookie.syncMs) / 1000);
      host.diskWrites += syncs;
    }
    const busy = hostBusy(world, host.index);
    const wait = Math.min(1 - busy, (waiting * 0.5) / host.cores);
    for (let core = 0; core < host.cores; core++) {
      const share = Math.max(0, Math.min(1, busy * (0.8 + 0.4 * world.random.misc.next())));
      host.userSeconds[core] += share * 0.78 * seconds;
      host.systemSeconds[core] += share * 0.22 * seconds;
      host.iowaitSeconds[core] += Math.min(1 - share, wait) * seconds;
      host.idleSeconds[core] += Math.max(0, 1 - share - wait) * seconds;
    }
    host.diskWriteBytes += written;
    host.diskReadBytes += read;
    host.diskBusySeconds += Math.min(1, waiting) * seconds;
    host.diskWriteSeconds += waiting * seconds;
    for (const broker of brokers) {
      host.networkIn += broker.bytesIn * 1.1;
      host.networkOut += broker.bytesOut * 1.1 + broker.bytesIn * 2.1;
    }
    for (const bookie of bookies) {
      host.networkIn += bookie.addBytes * 1.05;
      host.networkOut += bookie.readBytes * 1.05;
    }
    const running = busy * host.cores + waiting;
    host.load1 = host.load1 * decay(1) + running * (1 - decay(1));
    host.load5 = host.load5 * decay(5) + running * (1 - decay(5));
    host.load15 = host.load15 * decay(15) + running * (1 - decay(15));
  }
}

/** The small processes: function workers' and metadata servers' heaps and CPU. */
export function stepSmallProcesses(world: World, seconds: number): void {
  for (const worker of world.workers) {
    if (worker.embedded >= 0 || !worker.up) continue;
    stepJvm(worker.jvm, 2e6, seconds, world.random.gc);
    worker.cpuCores = 0.04 + 0.02 * world.random.misc.next();
    worker.cpuSeconds += worker.cpuCores * seconds;
  }
  for (const server of world.metadata) {
    if (!server.up) continue;
    server.requests += (3 + world.brokers.length * 0.8 + world.bookies.length * 0.3) * seconds;
    stepJvm(server.jvm, 0.6e6, seconds, world.random.gc);
    server.cpuCores = 0.015 + 0.01 * world.random.misc.next();
    server.cpuSeconds += server.cpuCores * seconds;
  }
}

/** BookKeeper's summaries roll over every 60 s, each bookie at its own second. */
export function stepBookieWindows(world: World): void {
  const second = Math.round(world.nowMs / 1000) % 60;
  for (const bookie of world.bookies) {
    if (second !== bookie.phase || !bookie.up) continue;
    rotate(bookie.addHistogram);
    rotate(bookie.syncHistogram);
    rotate(bookie.readHistogram);
    rotate(bookie.flushHistogram);
  }
}
