import { Labels } from '../model/labels.ts';
import type { PromqlSource, QueryValue } from '../storage.ts';
import type { Clock } from '../util/clock.ts';
import { ObservatoryError, messageOf } from '../util/errors.ts';
import { Channel } from './channel.ts';
import type { ChannelHost } from './channel.ts';
import type { EvaluationGate } from './evaluation-gate.ts';
import type { Frame } from './frame.ts';
import { wireNumber } from './wire-value.ts';

export interface QueryChannelOptions {
  query: string;
  stepMs: number;
  promql: PromqlSource;
  clock: Clock;
  gate: EvaluationGate;
  maxSeries: number;
  maxHistorySteps: number;
  onEvaluated: (failed: boolean) => void;
  onStepsSkipped: (steps: number) => void;
  onRefused: (what: 'series' | 'history') => void;
}

/** Ids of series that no longer come are forgotten when there are this many times the limit of series. */
const IDS_KEPT_FACTOR = 10;

/**
 * One PromQL expression, evaluated once per step for everybody who asked for it, at times aligned to the step. An
 * evaluation that takes longer than a step costs the steps it overran, never a second one beside it.
 */
export class QueryChannel extends Channel {
  override readonly conflates = true;
  private readonly options: QueryChannelOptions;
  private readonly abort = new AbortController();
  private readonly idOf = new Map<string, number>();
  private labels: Labels[] = [];
  /** Ids run from `firstId`; `labels` holds theirs in order. */
  private firstId = 1;
  /** How many of them the subscribers were told. */
  private announced = 0;
  private lastVector: { json: string; samples: number; seq: number } | undefined;
  private lastError = '';
  private cancelTimer: () => void = () => {};
  /** Range answers under way or just given, shared by clients that come together. */
  private readonly histories = new Map<string, Promise<{ meta: string; history: string }>>();

  constructor(name: string, key: string, host: ChannelHost, options: QueryChannelOptions) {
    super(name, key, host);
    this.options = options;
  }

  /** Evaluates once, so that a wrong expression is refused at once and late clients find a value. */
  override async start(): Promise<void> {
    const timeMs = this.alignedNow();
    const value = await this.evaluate(timeMs);
    this.take(timeMs, value);
    this.announced = this.labels.length;
    this.arm(timeMs);
  }

  override stop(): void {
    this.cancelTimer();
    this.abort.abort();
  }

  override since(seq: number): Frame[] {
    const frames: Frame[] = [];
    if (this.labels.length > 0) frames.push(this.host.frameFor(this, this.metaJson(0), 0));
    const { lastVector } = this;
    if (lastVector && (seq === 0 || lastVector.seq > seq)) {
      frames.push(this.host.frameFor(this, lastVector.json, lastVector.samples));
    }
    return frames;
  }

  /** The steps of the last `historyMs` up to the newest one. @throws ObservatoryError when it is longer than allowed. */
  async history(historyMs: number): Promise<Frame[]> {
    const { stepMs, maxHistorySteps } = this.options;
    const steps = Math.floor(historyMs / stepMs);
    if (steps + 1 > maxHistorySteps) {
      this.options.onRefused('history');
      throw new ObservatoryError(
        'OBS_STREAM_HISTORY_LIMIT',
        `${steps + 1} steps of history were asked for, at most ${maxHistorySteps} are given`,
        {
          hint: 'ask for less history or a longer step',
          httpStatus: 422,
        },
      );
    }
    const endMs = this.alignedNow();
    const key = `${endMs}:${steps}`;
    let answer = this.histories.get(key);
    if (!answer) {
      answer = this.loadHistory(endMs - steps * stepMs, endMs, steps + 1);
      this.histories.clear();
      this.histories.set(key, answer);
      answer.catch(() => this.histories.delete(key));
    }
    const { meta, history } = await answer;
    return [this.host.frameFor(this, meta, 0), this.host.frameFor(this, history, 0)];
  }

  private async loadHistory(
    startMs: number,
    endMs: number,
    length: number,
  ): Promise<{ meta: string; history: string }> {
    const { promql, query, stepMs, gate } = this.options;
    const { signal } = this.abort;
    const { value } = await gate.run(() => promql.range(query, startMs, endMs, stepMs, { signal }), signal);
    if (value.resultType !== 'matrix') throw notPlottable(value.resultType);
    this.checkSeries(value.series.length);
    const ids: number[] = [];
    const rows = value.series.map((series) => {
      ids.push(this.idFor(series.labels));
      const row = new Array<string>(length).fill('null');
      for (let i = 0; i < series.timestamps.length; i++) {
        row[Math.round((series.timestamps[i] - startMs) / stepMs)] = wireNumber(series.values[i]);
      }
      return `[${row.join(',')}]`;
    });
    const history = `{"type":"history","startMs":${startMs},"stepMs":${stepMs},"length":${length},"ids":[${ids.join(',')}],"values":[${rows.join(',')}]}`;
    return { meta: this.metaJson(0), history };
  }

  private arm(lastMs: number): void {
    const { clock, stepMs } = this.options;
    const dueMs = lastMs + stepMs;
    this.cancelTimer = clock.setTimeout(() => void this.step(dueMs), Math.max(0, dueMs - clock.now()));
  }

  private async step(dueMs: number): Promise<void> {
    // A timer may fire a little early: never evaluate a step twice.
    const timeMs = Math.max(dueMs, this.alignedNow());
    try {
      const value = await this.evaluate(timeMs);
      if (this.abort.signal.aborted) return;
      this.take(timeMs, value);
      this.publish();
    } catch (error) {
      if (this.abort.signal.aborted) return;
      this.publishError(error);
    }
    const late = Math.floor((this.options.clock.now() - timeMs) / this.options.stepMs);
    // The step that has just come due while this one ran is next; those before it are lost.
    if (late > 1) this.options.onStepsSkipped(late - 1);
    this.arm(late > 1 ? timeMs + (late - 1) * this.options.stepMs : timeMs);
  }

  private async evaluate(timeMs: number): Promise<QueryValue> {
    const { promql, query, gate, onEvaluated, stepMs } = this.options;
    const { signal } = this.abort;
    try {
      const timeoutMs = Math.max(stepMs, 10_000);
      const { value } = await gate.run(() => promql.instant(query, timeMs, { signal, timeoutMs }), signal);
      onEvaluated(false);
      return value;
    } catch (error) {
      onEvaluated(true);
      throw error;
    }
  }

  private take(timeMs: number, value: QueryValue): void {
    if (this.labels.length > IDS_KEPT_FACTOR * this.options.maxSeries) this.forgetIds();
    const ids: number[] = [];
    const values: string[] = [];
    if (value.resultType === 'scalar') {
      ids.push(this.idFor(undefined));
      values.push(wireNumber(value.value));
    } else if (value.resultType === 'vector') {
      this.checkSeries(value.series.length);
      for (const series of value.series) {
        ids.push(this.idFor(series.labels));
        values.push(wireNumber(series.value));
      }
    } else {
      throw notPlottable(value.resultType);
    }
    const json = `{"type":"vector","t":${timeMs},"ids":[${ids.join(',')}],"values":[${values.join(',')}]}`;
    this.lastVector = { json, samples: ids.length, seq: this.lastSeq };
  }

  private publish(): void {
    if (!this.lastVector) return;
    if (this.announced < this.labels.length) {
      this.host.broadcast(this, this.metaJson(this.announced), 0);
      this.announced = this.labels.length;
    }
    this.lastError = '';
    this.host.broadcast(this, this.lastVector.json, this.lastVector.samples);
    this.lastVector.seq = this.lastSeq;
  }

  private publishError(error: unknown): void {
    const code = error instanceof ObservatoryError ? error.code : 'OBS_STREAM_EVALUATION';
    const message = messageOf(error);
    if (message === this.lastError) return;
    this.lastError = message;
    this.host.broadcast(this, JSON.stringify({ type: 'notice', code, message }), 0);
  }

  private idFor(labels: Labels | undefined): number {
    const key = labels?.key() ?? '';
    const known = this.idOf.get(key);
    if (known !== undefined) return known;
    const id = this.firstId + this.labels.length;
    this.idOf.set(key, id);
    this.labels.push(labels ?? Labels.EMPTY);
    return id;
  }

  /** Series come and go: now and then ids are given out anew, never the same ones again. */
  private forgetIds(): void {
    this.firstId += this.labels.length;
    this.labels = [];
    this.idOf.clear();
    this.announced = 0;
  }

  private checkSeries(count: number): void {
    if (count <= this.options.maxSeries) return;
    this.options.onRefused('series');
    throw new ObservatoryError(
      'OBS_STREAM_SERIES_LIMIT',
      `the query gives ${count} series, at most ${this.options.maxSeries} can be streamed`,
      {
        hint: 'aggregate with sum by (…) or pick with topk(…)',
        httpStatus: 422,
      },
    );
  }

  private metaJson(from: number): string {
    const series = this.labels
      .slice(from)
      .map((labels, i) => `{"id":${this.firstId + from + i},"labels":${JSON.stringify(labels.toObject())}}`);
    return `{"type":"meta","series":[${series.join(',')}]}`;
  }

  private alignedNow(): number {
    const { clock, stepMs } = this.options;
    return Math.floor(clock.now() / stepMs) * stepMs;
  }
}

function notPlottable(resultType: string): ObservatoryError {
  return new ObservatoryError(
    'OBS_STREAM_QUERY_TYPE',
    `the query gives a ${resultType}, a stream needs an instant vector or a scalar`,
    {
      hint: resultType === 'matrix' ? 'apply a function such as rate() to the range selector' : 'query a metric',
      httpStatus: 422,
    },
  );
}
