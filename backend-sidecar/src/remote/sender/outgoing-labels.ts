import { hashLabels } from '../../model/label-hash.ts';
import { Labels } from '../../model/labels.ts';

/** Rewrites a label set, or drops the series (scrape/relabel.ts compiles it from write_relabel_configs). */
export type Relabel = (labels: Labels) => Labels | undefined;

export interface OutgoingSeries {
  labels: Labels;
  /** Equal for equal labels, over restarts too: it chooses the shard. */
  hash: number;
}

/**
 * What a series is called at the receiver: external labels where it has none of that name, then write relabelling. Worked
 * out once for every label set object that the log hands out.
 */
export class OutgoingLabels {
  private readonly cache = new WeakMap<Labels, OutgoingSeries | null>();
  private readonly external: Labels;
  private readonly relabel: Relabel;

  constructor(external: Labels, relabel: Relabel) {
    this.external = external;
    this.relabel = relabel;
  }

  /** Undefined when the series is not to be sent. */
  of(labels: Labels): OutgoingSeries | undefined {
    const known = this.cache.get(labels);
    if (known !== undefined) return known ?? undefined;
    const complete =
      this.external.size === 0 ? labels : Labels.fromPairs([...this.external.entries(), ...labels.entries()]);
    const outgoing = this.relabel(complete);
    const isSent = outgoing !== undefined && outgoing.size > 0;
    const result = isSent ? { labels: outgoing, hash: hashLabels(outgoing.flat).low } : undefined;
    this.cache.set(labels, result ?? null);
    return result;
  }
}
