/** What a dropped record held. */
export interface DroppedRecord {
  seq: number;
  lines: number;
  bytes: number;
}

export interface LossesState {
  lines: number;
  bytes: number;
  told: number;
  /** Newest number that the other side is known to have. */
  received: number;
  doubtful: DroppedRecord[];
}

/** More than can be on its way unanswered (the link's window), with room for what a killed agent did not learn. */
const MAX_DOUBTFUL = 2000;

/**
 * Lines that had no room, counted exactly. A record that is dropped may have reached the sidecar, whose answer was lost with
 * the link, or be on its way still: it counts as lost until the sidecar acknowledges it, or says at the next connection what it has.
 */
export class Losses {
  private state: LossesState;
  /** Newest number that went out over the present connection, or the last one; after a start nobody knows. */
  private sentSeq = Number.POSITIVE_INFINITY;

  constructor(state?: Partial<LossesState>) {
    this.state = { lines: 0, bytes: 0, told: 0, received: 0, doubtful: [], ...state };
  }

  get lines(): number {
    return this.state.lines;
  }

  get bytes(): number {
    return this.state.bytes;
  }

  /** For the disk. */
  toJSON(): LossesState {
    return this.state;
  }

  drop(records: readonly DroppedRecord[]): void {
    const { state } = this;
    for (const each of records) {
      if (each.lines === 0 || each.seq <= state.received) continue;
      state.lines += each.lines;
      state.bytes += each.bytes;
      if (each.seq <= this.sentSeq && state.doubtful.length < MAX_DOUBTFUL) state.doubtful.push(each);
    }
  }

  /** The sidecar acknowledged a number: it has all up to it. */
  acknowledged(seq: number): void {
    this.state.received = Math.max(this.state.received, seq);
    // What went out over one connection arrives in its order: all of it up to the number is there.
    this.found(seq);
  }

  sent(seq: number): void {
    this.sentSeq = seq;
  }

  /** A new connection begins with what the sidecar has, which may be less than before when it was killed. */
  welcomed(seq: number): void {
    this.found(seq);
    this.state.received = seq;
    this.state.doubtful = [];
    this.sentSeq = 0;
  }

  private found(seq: number): void {
    const { state } = this;
    for (const each of state.doubtful) {
      if (each.seq > seq) continue;
      state.lines -= each.lines;
      state.bytes -= each.bytes;
    }
    state.doubtful = state.doubtful.filter((each) => each.seq > seq);
  }

  /** What told of them is lost itself. */
  untell(): void {
    this.state.told = -1;
  }

  /** True when the count is another than the one told last. It counts as told then. */
  takeUntold(): boolean {
    const { state } = this;
    if (state.told === state.lines) return false;
    state.told = state.lines;
    return true;
  }
}
