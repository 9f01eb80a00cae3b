/**
 * Tells from what changed between two scrapes where the source's periods end. Pulsar renews all managed-ledger numbers of a
 * broker at once, every 60 s by default, and a scrape sees the last finished period, however often it looks. So:
 *
 * - When most of what is not zero changes together, a period ended: an edge. Whatever kept its value then had two equal
 *   periods, and counts again.
 * - A few changes at the time an edge was due may be an edge too (`doubtful`): they are, unless the next scrape shows a
 *   real one. At another time they are not (`stray`): a topic that was unloaded, or the rest of an edge that the scrape
 *   before saw half of.
 * - When an edge was due and nothing changed at all, everything had two equal periods (`silent`); believed only while the
 *   period is known from observation, and not often in a row, because a source that hangs looks the same.
 *
 * The length of the period is the configured one until the edges say otherwise. Times are ms.
 */
export interface StepVerdict {
  kind: 'edge' | 'doubtful' | 'silent' | 'stray' | 'none';
  /** Periods that ended and were overwritten between the last scrape and this one: nobody saw them. */
  missed: number;
}

/** What one scrape showed: numbers of groups (one histogram of one topic). */
export interface StepObservation {
  changed: number;
  /** Groups that hold anything but zeros, now or before. */
  busy: number;
}

/** How exactly the source keeps its period, as a part of it. */
const SLACK = 0.05;
const GAPS_KEPT = 7;
/** Gaps that must have been seen before anything is concluded from them. */
const GAPS_NEEDED = 3;
const SILENT_IN_A_ROW = 2;

export class PeriodClock {
  private readonly configuredMs: number;
  /** The last edge lies after `edgeAfterMs` and not after `edgeUntilMs`. */
  private edgeAfterMs = NaN;
  private edgeUntilMs = NaN;
  private lastScrapeMs = NaN;
  private readonly gaps: { lengthMs: number; uncertainMs: number }[] = [];
  private silentInARow = 0;
  private learntMs: number | undefined;
  /** The edge before a doubtful one. */
  private beforeDoubt: { afterMs: number; untilMs: number } | undefined;

  constructor(configuredMs: number) {
    this.configuredMs = configuredMs;
  }

  /** The source's period as far as is known. */
  get periodMs(): number {
    return this.learntMs ?? this.configuredMs;
  }

  /** Time of the last edge, the middle of what is possible; NaN before the first. */
  get lastEdgeMs(): number {
    return (this.edgeAfterMs + this.edgeUntilMs) / 2;
  }

  /** To be called once for each good scrape, in the order of time. The first only starts the clock. */
  step(timestampMs: number, { changed, busy }: StepObservation): StepVerdict {
    const previousMs = this.lastScrapeMs;
    this.lastScrapeMs = timestampMs;
    if (Number.isNaN(previousMs)) return { kind: 'none', missed: 0 };
    const missed = this.missedBetween(previousMs, timestampMs);
    const { beforeDoubt } = this;
    this.beforeDoubt = undefined;
    if (changed === 0) return { kind: this.stepSilently(timestampMs, previousMs, busy), missed };
    const isBroad = 2 * changed > busy;
    if (!isBroad && !this.isDue(previousMs, timestampMs)) return { kind: 'stray', missed };
    if (isBroad) {
      if (beforeDoubt) {
        this.edgeAfterMs = beforeDoubt.afterMs;
        this.edgeUntilMs = beforeDoubt.untilMs;
      }
      this.learn(previousMs, timestampMs);
    } else this.beforeDoubt = { afterMs: this.edgeAfterMs, untilMs: this.edgeUntilMs };
    this.setEdge(previousMs, timestampMs);
    this.silentInARow = 0;
    return { kind: isBroad ? 'edge' : 'doubtful', missed };
  }

  private stepSilently(timestampMs: number, previousMs: number, busy: number): 'silent' | 'none' {
    const { periodMs } = this;
    const isOverdue = timestampMs > this.edgeUntilMs + periodMs * (1 + SLACK);
    if (!isOverdue || this.gaps.length < GAPS_NEEDED) return 'none';
    // Not narrower than it was: a silent edge tells nothing about when it was.
    const periods = Math.max(1, Math.floor((timestampMs - this.edgeUntilMs) / periodMs));
    this.edgeAfterMs += periods * periodMs;
    this.edgeUntilMs = Math.max(this.edgeUntilMs + periods * periodMs, previousMs);
    if (busy === 0 || ++this.silentInARow > SILENT_IN_A_ROW) return 'none';
    return 'silent';
  }

  /** Whether an edge may lie between two scrapes, by the edges before. */
  private isDue(fromMs: number, toMs: number): boolean {
    if (Number.isNaN(this.edgeUntilMs)) return false;
    const { periodMs } = this;
    const slackMs = periodMs * SLACK;
    const periods = Math.max(1, Math.round(((fromMs + toMs) / 2 - this.lastEdgeMs) / periodMs));
    const earliestMs = this.edgeAfterMs + periods * periodMs - slackMs;
    const latestMs = this.edgeUntilMs + periods * periodMs + slackMs;
    return toMs > earliestMs && fromMs < latestMs;
  }

  private missedBetween(fromMs: number, toMs: number): number {
    const { periodMs, lastEdgeMs } = this;
    const gapMs = toMs - fromMs;
    if (gapMs <= periodMs * (1 + SLACK)) return 0;
    // Of an edge that may be anywhere within a period nothing follows but the mean.
    if (!(this.edgeUntilMs - this.edgeAfterMs < periodMs)) return gapMs / periodMs - 1;
    const edges = Math.floor((toMs - lastEdgeMs) / periodMs) - Math.floor((fromMs - lastEdgeMs) / periodMs);
    return Math.max(0, edges - 1);
  }

  private setEdge(afterMs: number, untilMs: number): void {
    const { periodMs } = this;
    if (untilMs - afterMs >= periodMs && this.edgeUntilMs - this.edgeAfterMs < periodMs) {
      // Seen from too far apart to tell more than the edges before do.
      const periods = Math.floor((untilMs - this.lastEdgeMs) / periodMs);
      this.edgeAfterMs += periods * periodMs;
      this.edgeUntilMs += periods * periodMs;
    } else {
      this.edgeAfterMs = afterMs;
      this.edgeUntilMs = untilMs;
    }
  }

  private learn(previousMs: number, timestampMs: number): void {
    const middleMs = (previousMs + timestampMs) / 2;
    if (!Number.isNaN(this.lastEdgeMs)) {
      this.gaps.push({
        lengthMs: middleMs - this.lastEdgeMs,
        uncertainMs: (timestampMs - previousMs + this.edgeUntilMs - this.edgeAfterMs) / 2,
      });
      if (this.gaps.length > GAPS_KEPT) this.gaps.shift();
    }
    if (this.gaps.length < GAPS_NEEDED) return;
    // Short ones are true unless the source restarted or was seen half renewed, which is rare; long ones had idle periods
    // in between: the second shortest.
    const { lengthMs, uncertainMs } = [...this.gaps].sort((a, b) => a.lengthMs - b.lengthMs)[1];
    const fitsConfigured = Math.abs(lengthMs - this.configuredMs) <= uncertainMs + this.configuredMs * SLACK;
    // Who looks less often than once a period cannot tell how long it is.
    const isBlind = timestampMs - previousMs >= this.configuredMs;
    this.learntMs = fitsConfigured || isBlind ? undefined : lengthMs;
  }
}
