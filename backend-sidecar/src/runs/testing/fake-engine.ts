import { Labels } from '../../model/labels.ts';
import type { PromqlSource, QueryResult, QueryValue } from '../../storage.ts';

/** What a node answers to a query that contains the key; a function gets the time in ms. `undefined`: no series then. */
export type Answers = Record<string, number | ((timeMs: number) => number | undefined)>;

/** A PromQL engine that answers by parts of queries, for tests of what asks it. */
export class FakeEngine implements PromqlSource {
  readonly asked: string[] = [];
  /** Every query fails with this, unless it is empty. */
  broken = '';
  private readonly nodes: { labels: Labels; answers: Answers }[] = [];

  node(labels: Record<string, string>, answers: Answers): void {
    this.nodes.push({ labels: Labels.fromObject(labels), answers });
  }

  async instant(query: string, timestampMs: number): Promise<QueryResult> {
    const series = this.series(query).flatMap(({ labels, of }) => {
      const value = of(timestampMs);
      return value === undefined ? [] : [{ labels, value }];
    });
    return resultOf({ resultType: 'vector', timestampMs, series });
  }

  async range(query: string, startMs: number, endMs: number, stepMs: number): Promise<QueryResult> {
    const series = this.series(query).map(({ labels, of }) => {
      const points: [number, number][] = [];
      for (let timeMs = startMs; timeMs <= endMs; timeMs += stepMs) {
        const value = of(timeMs);
        if (value !== undefined) points.push([timeMs, value]);
      }
      return {
        labels,
        timestamps: Float64Array.from(points, ([timeMs]) => timeMs),
        values: Float64Array.from(points, ([, value]) => value),
      };
    });
    return resultOf({ resultType: 'matrix', series });
  }

  private series(query: string): { labels: Labels; of: (timeMs: number) => number | undefined }[] {
    this.asked.push(query);
    if (this.broken !== '') throw new Error(this.broken);
    return this.nodes.flatMap(({ labels, answers }) => {
      const answer = Object.entries(answers).find(([part]) => query.includes(part))?.[1];
      if (answer === undefined) return [];
      return [{ labels, of: typeof answer === 'number' ? () => answer : answer }];
    });
  }
}

function resultOf(value: QueryValue): QueryResult {
  const timings = { evalMs: 0, queueMs: 0, totalMs: 0 };
  return { value, warnings: [], infos: [], stats: { samples: 0, series: 0, peakSamples: 0, timings } };
}
