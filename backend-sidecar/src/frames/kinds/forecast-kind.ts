import type { Forecast } from '@observatory/protocol/analysis';
import { forecastFrameQuery, type ForecastFrameQuery } from '@observatory/protocol/analysis-frames';
import type { z } from 'zod';
import { evaluatedFrames } from '../evaluated-query.ts';
import type { Frame, Notice } from '../frame.ts';
import { numberColumn, timeColumn } from './columns.ts';
import { frameKind, type FrameKind } from './frame-kind.ts';

export interface ForecastKindOptions {
  forecast: (query: {
    query: string;
    fromMs: number;
    toMs: number;
    horizonMs: number;
    limit?: number;
    signal: AbortSignal;
  }) => Promise<Forecast>;
}

/** Kind `forecast`: history and future of each series on one time axis, and with a limit the seconds until it is met. */
export function forecastKind({ forecast }: ForecastKindOptions): FrameKind {
  return frameKind(['forecast'], forecastFrameQuery as z.ZodType<ForecastFrameQuery>, async (query, { signal }) => {
    const { refId, expr, fromMs, toMs, horizonMs, limit } = query;
    const { series, notes } = await forecast({
      query: expr,
      fromMs,
      toMs,
      horizonMs,
      ...(limit !== undefined && { limit }),
      signal,
    });
    const notices = notes.map((text): Notice => ({ severity: 'info', text }));
    return evaluatedFrames(series.map((each) => frameOf(refId, each, toMs, notices)));
  });
}

function frameOf(refId: string, series: Forecast['series'][number], nowMs: number, notices: readonly Notice[]): Frame {
  const { labels, t, value, forecast, limit, basis } = series;
  // The first row of the future stands at the last of the history.
  const future = forecast.t.map((_, i) => i).slice(1);
  const times = [...t, ...future.map((i) => forecast.t[i])];
  const column = (
    name: string,
    past: readonly (number | null)[],
    coming: readonly (number | null)[],
    displayName: string,
  ) => ({
    ...numberColumn(
      name,
      [...past, ...future.map((i) => coming[i])].map((each) => each ?? undefined),
      { displayName },
    ),
    labels,
  });
  const none = t.map(() => null);
  const expectedMs = limit?.expected == null ? undefined : Date.parse(limit.expected);
  return {
    name: 'forecast',
    refId,
    meta: {
      type: 'timeseries-wide',
      custom: { basis, ...(limit && { limit }) },
      ...(notices.length > 0 && { notices }),
    },
    length: times.length,
    fields: [
      timeColumn('time', times),
      column(
        'value',
        value,
        forecast.t.map(() => null),
        'Value',
      ),
      column('forecast', none, forecast.value, 'Forecast'),
      column('lower', none, forecast.lower, 'Lower bound'),
      column('upper', none, forecast.upper, 'Upper bound'),
      ...(limit
        ? [
            {
              ...numberColumn(
                'seconds_to_limit',
                times.map(() => (expectedMs === undefined ? undefined : Math.max(0, (expectedMs - nowMs) / 1000))),
                { displayName: 'Time to limit', unit: 's' },
              ),
              labels,
            },
          ]
        : []),
    ],
  };
}
