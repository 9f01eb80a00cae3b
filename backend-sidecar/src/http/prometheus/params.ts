/** Parameters of the Prometheus API: their syntax, and its own words when they are wrong. */
import type { FastifyRequest } from 'fastify';
import type { Matcher } from '../../model/matcher.ts';
import { parseDuration } from '../../model/duration.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import type { QueryLanguage } from '../context.ts';

/** What Prometheus reads as "the beginning" and "the end" (its minTime and maxTime), rounded into safe integers. */
export const MIN_TIME_MS = -8_640_000_000_000_000;
export const MAX_TIME_MS = 8_640_000_000_000_000;

/** Form fields first, then those of the URL: Go's order, which decides when a name occurs in both. */
export function paramsOf(request: FastifyRequest): URLSearchParams {
  const query = request.raw.url?.split('?').slice(1).join('?') ?? '';
  const params = new URLSearchParams(request.body instanceof URLSearchParams ? request.body : undefined);
  for (const [name, value] of new URLSearchParams(query)) params.append(name, value);
  return params;
}

export function badData(message: string, cause?: unknown): ObservatoryError {
  return new ObservatoryError('OBS_QUERY_PARAMETER', message, { httpStatus: 400, cause });
}

export function invalidParameter(name: string, reason: string, cause?: unknown): ObservatoryError {
  return badData(`invalid parameter ${JSON.stringify(name)}: ${reason}`, cause);
}

/**
 * Milliseconds of a time: seconds since the epoch, with a fraction, or RFC 3339.
 * @throws ObservatoryError (400).
 */
export function parseTime(name: string, text: string): number {
  const seconds = numberOf(text);
  if (seconds !== undefined && Number.isFinite(seconds)) {
    const ms = Math.round(seconds * 1000);
    if (Math.abs(ms) <= MAX_TIME_MS) return ms;
  }
  if (RFC3339.test(text)) {
    const ms = Date.parse(text);
    if (!Number.isNaN(ms)) return ms;
  }
  if (text === '-292273086-05-16T16:47:06Z') return MIN_TIME_MS;
  if (text === '292277025-08-18T07:12:54.999999999Z') return MAX_TIME_MS;
  throw invalidParameter(name, `cannot parse ${JSON.stringify(text)} to a valid timestamp`);
}

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

export function timeParam(params: URLSearchParams, name: string, fallbackMs: number): number {
  const text = params.get(name) ?? '';
  if (text === '') return fallbackMs;
  try {
    return parseTime(name, text);
  } catch (error) {
    throw invalidParameter(
      name,
      `invalid time value for '${name}': cannot parse ${JSON.stringify(text)} to a valid timestamp`,
      error,
    );
  }
}

/** Milliseconds of seconds with a fraction (`90`, `0.5`) or of a duration (`1m30s`). */
export function durationParam(params: URLSearchParams, name: string): number {
  const text = params.get(name) ?? '';
  const seconds = numberOf(text);
  if (seconds !== undefined) {
    const ms = seconds * 1000;
    if (Math.abs(ms * 1e6) <= 2 ** 63) return Math.round(ms * 1e6) / 1e6;
    throw invalidParameter(name, `cannot parse ${JSON.stringify(text)} to a valid duration. It overflows int64`);
  }
  try {
    return parseDuration(text);
  } catch (error) {
    throw invalidParameter(name, `cannot parse ${JSON.stringify(text)} to a valid duration`, error);
  }
}

/** 0 means no limit. */
export function limitParam(params: URLSearchParams): number {
  const text = params.get('limit') ?? '';
  if (text === '') return 0;
  if (!/^[+-]?\d+$/.test(text))
    throw invalidParameter('limit', `cannot parse ${JSON.stringify(text)} to a valid limit`);
  const limit = Number(text);
  if (limit < 0) throw invalidParameter('limit', 'limit must be non-negative');
  return limit;
}

/** `match[]` selectors; each must name something, or every series of the store would be meant. */
export function selectorParams(params: URLSearchParams, language: QueryLanguage): (readonly Matcher[])[] {
  return params.getAll('match[]').map((text) => {
    let matchers: readonly Matcher[];
    try {
      matchers = language.parseSelector(text);
    } catch (error) {
      throw invalidParameter('match[]', messageOf(error), error);
    }
    if (matchers.every((matcher) => matcher.matchesEmpty))
      throw invalidParameter('match[]', 'match[] must contain at least one non-empty matcher');
    return matchers;
  });
}

/** `start` and `end` of metadata queries; all time when absent. */
export function windowParams(params: URLSearchParams): { startMs: number; endMs: number } {
  const startMs = timeParam(params, 'start', MIN_TIME_MS);
  const endMs = timeParam(params, 'end', MAX_TIME_MS);
  if (endMs < startMs) throw invalidParameter('end', 'end timestamp must not be before start timestamp');
  return { startMs, endMs };
}

/** Go's ParseFloat for the forms that occur in parameters; undefined when it is no number. */
function numberOf(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}
