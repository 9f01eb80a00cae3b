import type { StreamSpec } from '@observatory/protocol/stream';
import type { Matcher } from '../model/matcher.ts';
import type { PromqlSource, SeriesDirectory, SeriesSource } from '../storage.ts';
import type { Clock } from '../util/clock.ts';
import { ObservatoryError, messageOf } from '../util/errors.ts';
import type { Channel, ChannelHost } from './channel.ts';
import { EvaluationGate } from './evaluation-gate.ts';
import type { StreamLimits } from './limits.ts';
import { QueryChannel } from './query-channel.ts';
import { SeriesChannel } from './series-channel.ts';
import type { SeriesRoutes } from './series-channel.ts';
import type { StreamStats } from './stats.ts';

export interface ChannelFactoryOptions {
  source: SeriesSource;
  promql: PromqlSource;
  directory: SeriesDirectory;
  parseSelector: (selector: string) => readonly Matcher[];
  clock: Clock;
  limits: StreamLimits;
  counters: StreamStats;
  routes: SeriesRoutes;
  host: ChannelHost;
}

/** Makes the channels that take parameters, and knows which specs mean the same channel. */
export class ChannelFactory {
  private readonly options: ChannelFactoryOptions;
  private readonly gate: EvaluationGate;
  private nextNumber = 1;

  constructor(options: ChannelFactoryOptions) {
    this.options = options;
    this.gate = new EvaluationGate(options.limits.maxConcurrentEvaluations);
  }

  /** @throws ObservatoryError when the selector is wrong. */
  keyOf(spec: StreamSpec): string {
    if ('selector' in spec) {
      const matchers = this.parseSelector(spec.selector);
      return `series\u0000${matchers.map(String).sort().join('\u0000')}`;
    }
    return 'query' in spec ? `query\u0000${spec.stepMs}\u0000${spec.query.trim()}` : spec.channel;
  }

  /** @throws ObservatoryError when the spec is wrong, or names a channel that nobody publishes on. */
  create(spec: StreamSpec, key: string): Channel {
    if ('selector' in spec) return this.seriesChannel(spec.selector, key);
    if ('query' in spec) return this.queryChannel(spec.query, spec.stepMs, key);
    throw new ObservatoryError('OBS_STREAM_UNKNOWN_CHANNEL', `there is no channel "${spec.channel}"`, {
      hint: 'channels are series, query, nodes, events and what the documentation of the stream lists',
      httpStatus: 404,
    });
  }

  private seriesChannel(selector: string, key: string): SeriesChannel {
    const { source, directory, clock, limits, routes, host } = this.options;
    return new SeriesChannel(`series:${this.nextNumber++}`, key, host, {
      matchers: this.parseSelector(selector),
      routes,
      source,
      directory,
      now: () => clock.now(),
      maxSeries: limits.maxSeriesPerSubscription,
      onSeriesLimit: () => this.refused('series'),
    });
  }

  private queryChannel(query: string, stepMs: number, key: string): QueryChannel {
    const { promql, clock, limits, counters, host } = this.options;
    return new QueryChannel(`query:${this.nextNumber++}`, key, host, {
      query: query.trim(),
      stepMs,
      promql,
      clock,
      gate: this.gate,
      maxSeries: limits.maxSeriesPerSubscription,
      maxHistorySteps: limits.maxHistorySteps,
      onEvaluated: (failed) => {
        counters.evaluationsTotal++;
        if (failed) counters.evaluationFailuresTotal++;
      },
      onStepsSkipped: (steps) => {
        counters.evaluationStepsSkippedTotal += steps;
      },
      onRefused: (what) => this.refused(what),
    });
  }

  private refused(what: 'series' | 'history'): void {
    this.options.counters.refusedTotal[what]++;
  }

  private parseSelector(selector: string): readonly Matcher[] {
    try {
      return this.options.parseSelector(selector);
    } catch (error) {
      throw new ObservatoryError(
        'OBS_STREAM_SELECTOR',
        `selector ${JSON.stringify(selector.slice(0, 200))}: ${messageOf(error)}`,
        {
          hint: 'a series subscription needs a PromQL instant selector such as up{job="broker"}',
          httpStatus: 400,
          cause: error,
        },
      );
    }
  }
}
