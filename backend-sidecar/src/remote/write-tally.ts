import type { AppendRefusal } from '../storage.ts';

/** Prometheus' words, which senders and operators search for. */
const REFUSAL_TEXTS: Readonly<Record<AppendRefusal, string>> = {
  out_of_order: 'out of order sample',
  out_of_bounds: 'out of bounds',
  duplicate: 'duplicate sample for timestamp',
  series_limit: 'the series limit of this store is reached',
  memory_limit: 'the memory limit of this store is reached',
};

interface Complaint {
  count: number;
  first: string;
}

/** What became of one request: how much was written, and each kind of refusal with its first example. */
export class WriteTally {
  samples = 0;
  exemplars = 0;
  refusedSamples = 0;
  nativeHistograms = 0;
  invalidSeries = 0;
  /** The store has no room: the sender shall come again, rather than drop. */
  mustRetry = false;
  private readonly complaints = new Map<string, Complaint>();

  refuse(reason: AppendRefusal, series: () => string, count = 1): void {
    this.refusedSamples += count;
    if (reason === 'memory_limit') this.mustRetry = true;
    this.complain(REFUSAL_TEXTS[reason], series, count);
  }

  refuseSeries(message: string, samples: number): void {
    this.invalidSeries++;
    this.refusedSamples += samples;
    this.complain(message, undefined, 1);
  }

  refuseHistograms(count: number, series: () => string): void {
    this.nativeHistograms += count;
    this.complain('native histograms are not supported', series, count);
  }

  get isComplete(): boolean {
    return this.complaints.size === 0;
  }

  /** One line a kind: `out of order sample for series up{job="a"} (and 3 more)`. */
  text(): string {
    const lines = [...this.complaints].map(([message, { count, first }]) => {
      const series = first === '' ? '' : ` for series ${first}`;
      return `${message}${series}${count > 1 ? ` (and ${count - 1} more)` : ''}`;
    });
    return `${lines.join('\n')}\n`;
  }

  private complain(message: string, series: (() => string) | undefined, count: number): void {
    const known = this.complaints.get(message);
    if (known) known.count += count;
    else if (this.complaints.size < MAX_COMPLAINTS)
      this.complaints.set(message, { count, first: series?.().slice(0, 500) ?? '' });
  }
}

/** A hostile request must not make an answer longer than itself. */
const MAX_COMPLAINTS = 10;
