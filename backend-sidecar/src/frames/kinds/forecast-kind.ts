import type { Forecast, ForecastSeries } from '@observatory/protocol/analysis';
import { forecastFrameQuery, type ForecastFrameQuery } from '@observatory/protocol/analysis-frames';
import type { z } from 'zod';
import { parseDuration } from '../../model/duration.ts';
import { ObservatoryError } from '../../util/errors.ts';
import { evaluatedFrames } from '../evaluated-query.ts';
import type { Frame } from '../frame.ts';
import { gappedColumn, noSeries, numericFrame, seriesName, withNotes } from './analysis-columns.ts';
import { analysisExpr, analysisStep } from './analysis-expr.ts';
import { timeColumn } from './columns.ts';
import { frameKind, type FrameKind } from './frame-kind.ts';

export interface ForecastKindOptions {
  nowMs: () => number;
  forecast: (options: {
    query: string;
    fromMs: number;
    toMs: number;
    stepMs: number;
    horizonMs: number;
    limit?: number;
    signal: AbortSignal;
  }) => Promise<Forecast>;
}

/** Kind `forecast`: history and what follows from it, or when a limit is met. */
export function forecastKind({ forecast, nowMs }: ForecastKindOptions): FrameKind {
  return frameKind(['forecast'], forecastFrameQuery as z.ZodType<ForecastFrameQuery>, async (query, { signal }) => {
    const { refId, fromMs, limit, mode } = query;
    // What lies ahead is to be told, not learnt from.
    const toMs = Math.min(query.toMs, Math.max(nowMs(), fromMs + 1));
    const horizonMs = Math.max(query.toMs - toMs, mode === 'range' && query.toMs > toMs ? 0 : horizonOf(query.horizon));
    const stepMs = analysisStep({ ...query, toMs });
    const { series, notes } = await forecast({
      query: analysisExpr({ ...query, toMs }, stepMs),
      fromMs,
      toMs,
      stepMs,
      horizonMs,
      ...(limit !== undefined && { limit }),
      signal,
    });
    const frames =
      mode === 'range'
        ? series.map((each) => lineFrame(refId, each, stepMs))
        : series.map((each) =>
            numericFrame(refId, each.labels, limit === undefined ? lastOf(each) : secondsTo(each, toMs)),
          );
    const empty = noSeries(refId, mode === 'instant' ? 'numeric-multi' : 'timeseries-multi');
    return evaluatedFrames(withNotes(frames.length > 0 ? frames : [empty], notes));
  });
}

function horizonOf(text: string): number {
  try {
    return parseDuration(text.trim());
  } catch (error) {
    throw new ObservatoryError('OBS_FRAMES_QUERY', `horizon: ${JSON.stringify(text)} is no duration`, {
      httpStatus: 400,
      hint: 'write it as 30m, 6h or 7d',
      cause: error,
    });
  }
}

/** Seconds until the limit is met, most likely; infinite when not within the horizon. */
function secondsTo({ limit }: ForecastSeries, nowMs: number): number {
  const expected = limit?.expected;
  return expected ? Math.max(0, (Date.parse(expected) - nowMs) / 1000) : Infinity;
}

function lastOf({ forecast }: ForecastSeries): number {
  return forecast.value.at(-1) ?? NaN;
}

function lineFrame(refId: string, { labels, t, value, forecast, basis, limit }: ForecastSeries, stepMs: number): Frame {
  const name = seriesName(labels);
  const named = (part: string) => ({ displayNameFromDS: [name, part].filter(Boolean).join(' ') });
  // The first row of the forecast stands at the last of history: it is a row of its own only where it does not.
  const ahead = forecast.t.map((_, row) => row).filter((row) => forecast.t[row] > (t.at(-1) ?? -Infinity));
  const past = t.map(() => null);
  const after = ahead.map(() => null);
  const pick = (column: readonly (number | null)[]) => [...past, ...ahead.map((row) => column[row])];
  const met = limit?.expected ? `${limit.value} is met at ${limit.expected}` : undefined;
  return {
    name,
    refId,
    meta: {
      custom: { basis, ...(limit && { limit }) },
      ...(met !== undefined && { notices: [{ severity: 'info', text: [name, met].filter(Boolean).join(': ') }] }),
    },
    length: t.length + ahead.length,
    fields: [
      {
        ...timeColumn('Time', [...t, ...ahead.map((row) => forecast.t[row])], { interval: stepMs }),
        present: undefined,
      },
      gappedColumn('value', [...value, ...after], labels, { displayNameFromDS: name || 'value' }),
      gappedColumn('forecast', pick(forecast.value), labels, { ...named('forecast'), description: basis }),
      gappedColumn('lower', pick(forecast.lower), labels, named('lower')),
      gappedColumn('upper', pick(forecast.upper), labels, named('upper')),
    ],
  };
}
