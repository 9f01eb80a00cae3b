/**
 * Prometheus' test scripts (`load`, `eval instant`, `eval range`, `expect …`), parsed. Source of the language: prometheus
 * promql/promqltest, README.md.
 */
import { parseDuration } from '../../model/duration.ts';
import type { Labels } from '../../model/labels.ts';
import { parseNumber } from '../parser/literals.ts';
import { unquote } from '../parser/unquote.ts';
import { type DescribedValue, parseSeriesDescription, type SeriesDescription } from '../parser/series-description.ts';

export interface LoadCommand {
  kind: 'load';
  stepMs: number;
  series: SeriesDescription[];
  /** Classic histograms are to be loaded as native ones, too. */
  withNativeHistograms: boolean;
  /** Series that carry start timestamps. */
  withStartTimestamps: Labels[];
}

export type ExpectationKind = 'ordered' | 'fail' | 'warn' | 'no_warn' | 'info' | 'no_info';

/** An expected annotation or error; without a pattern any will do. */
export interface Expectation {
  kind: ExpectationKind;
  matches: (message: string) => boolean;
  text: string;
}

export interface EvalCommand {
  kind: 'eval';
  line: number;
  query: string;
  startMs: number;
  endMs: number;
  /** 0 for instant queries. */
  stepMs: number;
  expectations: Expectation[];
  /** Expected series in order. */
  series: { labels: Labels; values: DescribedValue[] }[];
  scalar?: number;
  text?: string;
  /** The instant query's answer is a range vector with these times. */
  rangeVector?: { startMs: number; endMs: number; stepMs: number };
}

export type Command = LoadCommand | EvalCommand | { kind: 'clear' };

/** @throws Error with the line that could not be understood. */
export function parseScript(text: string): Command[] {
  const lines = text.split('\n').map((line) => (line.trim().startsWith('#') ? '' : line.trim()));
  const commands: Command[] = [];
  for (let at = 0; at < lines.length; at++) {
    const head = lines[at];
    if (head === '') continue;
    const body: string[] = [];
    const first = at;
    if (head !== 'clear') while (at + 1 < lines.length && lines[at + 1] !== '') body.push(lines[++at]);
    try {
      if (head === 'clear') commands.push({ kind: 'clear' });
      else if (head.startsWith('load')) commands.push(parseLoad(head, body));
      else if (head.startsWith('eval')) commands.push(parseEval(head, body, first + 1));
      else throw new Error('unknown command');
    } catch (error) {
      throw new Error(`line ${first + 1}: ${head}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
  return commands;
}

function parseLoad(head: string, body: readonly string[]): LoadCommand {
  const match = /^load(_with_nhcb)?\s+(\S+)$/.exec(head);
  if (!match) throw new Error('invalid load command');
  const withStartTimestamps = body
    .filter(isStartTimestampLine)
    .map((line) => parseSeriesDescription(line.replace(/@st\s.*$/, ' _')).labels);
  const series = body.filter((line) => !isStartTimestampLine(line)).map(parseSeriesDescription);
  return {
    kind: 'load',
    stepMs: parseDuration(match[2]),
    series,
    withNativeHistograms: match[1] !== undefined,
    withStartTimestamps,
  };
}

const isStartTimestampLine = (line: string): boolean => /^\S+@st\s/.test(line);

function parseEval(head: string, body: readonly string[], line: number): EvalCommand {
  const instant = /^eval(?:_(fail|warn|ordered|info))?\s+instant\s+(?:at\s+(\S+))?\s+(.+)$/.exec(head);
  const range = /^eval(?:_(fail|warn|info))?\s+range\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)\s+(.+)$/.exec(head);
  const base = { kind: 'eval' as const, line, expectations: [], series: [] };
  let command: EvalCommand;
  if (instant) {
    const time = parseTime(instant[2] ?? '0');
    command = { ...base, query: instant[3], startMs: time, endMs: time, stepMs: 0 };
  } else if (range) {
    command = {
      ...base,
      query: range[5],
      startMs: parseTime(range[2]),
      endMs: parseTime(range[3]),
      stepMs: parseTime(range[4]),
    };
  } else {
    throw new Error('invalid eval command');
  }
  const old = instant?.[1] ?? range?.[1];
  if (old) command.expectations.push({ kind: old as ExpectationKind, matches: () => true, text: '' });
  for (const item of body) parseExpected(command, item);
  return command;
}

/** Seconds or a duration, as milliseconds; a leading sign is allowed. */
function parseTime(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const magnitude = text.replace(/^[+-]/, '');
  const seconds = parseNumber(magnitude);
  return sign * (seconds === undefined ? parseDuration(magnitude) : seconds * 1000);
}

function parseExpected(command: EvalCommand, line: string): void {
  const rangeVector = /^expect range vector\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)$/.exec(line);
  if (rangeVector) {
    command.rangeVector = {
      startMs: parseTime(rangeVector[1]),
      endMs: parseTime(rangeVector[2]),
      stepMs: parseTime(rangeVector[3]),
    };
    return;
  }
  const text = /^expect string\s+(.+)$/.exec(line);
  if (text) {
    command.text = unquote(text[1]);
    return;
  }
  const expectation = /^expect\s+(ordered|fail|warn|no_warn|info|no_info)(?:\s+(regex|msg):(.+))?$/.exec(line);
  if (expectation) {
    const [, kind, how, rest] = expectation;
    const wanted = rest?.trim() ?? '';
    const pattern = how === 'regex' ? new RegExp(wanted) : undefined;
    const matches = (message: string) => (pattern ? pattern.test(message) : how === undefined || message === wanted);
    command.expectations.push({ kind: kind as ExpectationKind, matches, text: wanted });
    return;
  }
  const old = /^expected_fail_(message|regexp)\s+(.+)$/.exec(line);
  if (old) {
    const pattern = old[1] === 'regexp' ? new RegExp(old[2]) : undefined;
    command.expectations.push({
      kind: 'fail',
      matches: (message) => (pattern ? pattern.test(message) : message === old[2]),
      text: old[2],
    });
    return;
  }
  if (/^[+-]?([\d.]|inf|nan)\S*$/i.test(line)) {
    const value = parseNumber(line.replace(/^[+-]/, ''));
    if (value !== undefined) {
      command.scalar = line.startsWith('-') ? -value : value;
      return;
    }
  }
  command.series.push(parseSeriesDescription(line));
}
