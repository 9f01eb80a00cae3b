import type { SampleBatch, SeriesDirectory, SeriesRef } from '../storage.ts';
import { RefSet } from './ref-set.ts';
import { SelectorIndex } from './selector-index.ts';
import type { SeriesChannel, SeriesRoutes } from './series-channel.ts';

/** Where the samples of one batch layout go; valid until the layout or the set of channels changes. */
interface Plan {
  layoutVersion: number;
  routesVersion: number;
  length: number;
  routes: Route[];
}

interface Route {
  channel: SeriesChannel;
  columns: Uint32Array;
  slots: Uint32Array;
  idsJson: string;
}

/** Layouts remembered at once; the oldest plan goes first, and is only a cache. */
const MAX_PLANS = 4096;

/**
 * Leads appended batches to the channels that want some of their series. In the steady state the cost follows what is
 * subscribed, not what is appended: a plan per layout names the columns. Nothing is done while nobody listens.
 */
export class SeriesRouter implements SeriesRoutes {
  private readonly directory: SeriesDirectory;
  private readonly selectors = new SelectorIndex<SeriesChannel>();
  private readonly channelsOf = new Map<SeriesRef, SeriesChannel[]>();
  private readonly plans = new Map<number, Plan>();
  /** Refs whose labels were tried against every selector. */
  private readonly known = new RefSet();
  private routesVersion = 0;

  constructor(directory: SeriesDirectory) {
    this.directory = directory;
  }

  add(channel: SeriesChannel): void {
    this.selectors.add(channel);
    this.routesVersion++;
  }

  remove(channel: SeriesChannel): void {
    this.selectors.delete(channel);
    for (const ref of channel.liveRefs) {
      const rest = this.channelsOf.get(ref)?.filter((other) => other !== channel) ?? [];
      if (rest.length === 0) this.channelsOf.delete(ref);
      else this.channelsOf.set(ref, rest);
    }
    this.refresh();
  }

  refresh(): void {
    this.routesVersion++;
    if (this.selectors.size === 0) {
      this.known.clear();
      this.plans.clear();
      this.channelsOf.clear();
    }
  }

  route(ref: SeriesRef, channel: SeriesChannel): void {
    const channels = this.channelsOf.get(ref);
    if (!channels) this.channelsOf.set(ref, [channel]);
    else if (!channels.includes(channel)) channels.push(channel);
    this.routesVersion++;
  }

  onAppend(batch: SampleBatch): void {
    if (this.selectors.size === 0) return;
    let plan = this.plans.get(batch.layoutId);
    if (
      plan?.layoutVersion !== batch.layoutVersion ||
      plan.routesVersion !== this.routesVersion ||
      plan.length !== batch.length
    ) {
      plan = this.makePlan(batch);
    }
    if (plan.routes.length === 0) return;
    const words = new Uint32Array(batch.values.buffer, batch.values.byteOffset, 2 * batch.length);
    for (const route of plan.routes) {
      route.channel.accept(batch.timestampMs, batch.values, words, route.columns, route.slots, route.idsJson);
    }
  }

  private makePlan(batch: SampleBatch): Plan {
    const columnsOf = new Map<SeriesChannel, number[]>();
    for (let column = 0; column < batch.length; column++) {
      const ref = batch.refs[column];
      if (!this.known.has(ref)) this.introduce(ref);
      const channels = this.channelsOf.get(ref);
      if (!channels) continue;
      for (const channel of channels) {
        if (!channel.has(ref)) continue;
        const columns = columnsOf.get(channel);
        if (columns) columns.push(column);
        else columnsOf.set(channel, [column]);
      }
    }
    const routes = [...columnsOf].map(([channel, columns]) => makeRoute(channel, columns, batch.refs));
    const plan: Plan = {
      layoutVersion: batch.layoutVersion,
      routesVersion: this.routesVersion,
      length: batch.length,
      routes,
    };
    this.plans.delete(batch.layoutId);
    this.plans.set(batch.layoutId, plan);
    if (this.plans.size > MAX_PLANS) {
      for (const oldest of this.plans.keys()) {
        this.plans.delete(oldest);
        break;
      }
    }
    return plan;
  }

  /** Tries a ref that was not seen before against the selectors. */
  private introduce(ref: SeriesRef): void {
    const labels = this.directory.labelsOf(ref);
    if (!labels) return;
    this.known.add(ref);
    this.selectors.match(labels, (channel) => {
      if (channel.addSeries(ref, labels) || channel.has(ref)) this.route(ref, channel);
    });
  }
}

function makeRoute(channel: SeriesChannel, columns: readonly number[], refs: Uint32Array): Route {
  return {
    channel,
    columns: Uint32Array.from(columns),
    slots: Uint32Array.from(columns, (column) => channel.slotOf(refs[column])),
    idsJson: `[${columns.map((column) => refs[column]).join(',')}]`,
  };
}
