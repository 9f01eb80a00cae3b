import { gzipSync } from 'node:zlib';
import type { Bookie, Broker, FunctionWorker, Host, MetadataServer, World } from '../model/world.ts';
import type { Body } from './body.ts';
import { compileBookie } from './bookie.ts';
import { compileBroker, type BrokerExposure } from './broker.ts';
import { compileHost } from './host.ts';
import { instancesKey } from './instances.ts';
import { compileWorker } from './worker.ts';
import { compileMetadataServer } from './zookeeper.ts';

export type AnyProcess = Broker | Bookie | FunctionWorker | MetadataServer | Host;

interface Page {
  key: string;
  body: Body;
  tick: number;
  bytes: Buffer;
  gzip: Buffer | undefined;
}

/**
 * The exposition bodies of all nodes: compiled once and again when a node's set of series changes, rendered at most once a
 * tick however many ask.
 */
export class Pages {
  private readonly pages = new Map<AnyProcess, Page>();
  private readonly world: World;
  private readonly exposure: BrokerExposure;

  constructor(world: World, exposure: BrokerExposure) {
    this.world = world;
    this.exposure = exposure;
  }

  /** The node's body as of the present tick. Reading a broker's resets what real brokers reset on each scrape. */
  read(process: AnyProcess): Buffer {
    return this.page(process).bytes;
  }

  readGzip(process: AnyProcess): Buffer {
    const page = this.page(process);
    page.gzip ??= gzipSync(page.bytes, { level: 1 });
    return page.gzip;
  }

  /** Samples in the node's body. */
  samples(process: AnyProcess): number {
    return this.page(process, false).body.samples;
  }

  private page(process: AnyProcess, read = true): Page {
    const key = this.keyOf(process);
    let page = this.pages.get(process);
    if (!page || page.key !== key) {
      page = { key, body: this.compile(process), tick: -1, bytes: Buffer.alloc(0), gzip: undefined };
      this.pages.set(process, page);
    }
    if (page.tick !== this.world.tick) {
      page.bytes = page.body.render();
      page.gzip = undefined;
      page.tick = this.world.tick;
    }
    if (read && process.kind === 'broker' && process.topicLoadsReadMs !== this.world.nowMs) {
      // pulsar_topic_load_times is emptied by whoever reads it: the next scrape, even in this tick, finds it so.
      process.topicLoadsMs = [];
      process.topicLoadsReadMs = this.world.nowMs;
      const shown = { ...page, tick: page.tick };
      page.tick = -1;
      return shown;
    }
    return page;
  }

  private keyOf(process: AnyProcess): string {
    switch (process.kind) {
      case 'broker': {
        const worker = this.world.workers.find((w) => w.embedded === process.index);
        return `${process.startedMs}/${process.topicsVersion}/${worker ? instancesKey(this.world, worker.index) : ''}`;
      }
      case 'function_worker':
        return `${process.startedMs}/${instancesKey(this.world, process.index)}`;
      case 'bookie':
        return `${process.startedMs}/${this.world.auditor === process.index}`;
      default:
        return String(process.startedMs);
    }
  }

  private compile(process: AnyProcess): Body {
    switch (process.kind) {
      case 'broker':
        return compileBroker(this.world, process, this.exposure);
      case 'bookie':
        return compileBookie(this.world, process);
      case 'function_worker':
        return compileWorker(this.world, process);
      case 'zookeeper':
        return compileMetadataServer(this.world, process);
      case 'host':
        return compileHost(this.world, process);
    }
  }
}
