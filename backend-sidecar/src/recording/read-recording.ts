import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { messageOf, ObservatoryError } from '../util/errors.ts';
import {
  recordedAnswer,
  recordedScrapeLine,
  type RecordedAnswer,
  type RecordedScrape,
  type RecordedScrapeLine,
} from './recorded-scrape.ts';

/** A folder in the layout of the corpus: `scrapes.jsonl`, `scrapes/`, `rest/`. */
export interface Recording {
  readonly directory: string;
  /** In the order of time. */
  readonly lines: readonly RecordedScrapeLine[];
  readonly answers: readonly RecordedAnswer[];
  /** One scrape with its body. @throws ObservatoryError OBS_RECORDING_FILE */
  read(line: RecordedScrapeLine): Promise<RecordedScrape>;
}

/** @throws ObservatoryError OBS_RECORDING_LAYOUT, OBS_RECORDING_LINE */
export async function readRecording(directory: string): Promise<Recording> {
  const list = path.join(directory, 'scrapes.jsonl');
  let text: string;
  try {
    text = await readFile(list, 'utf8');
  } catch (error) {
    throw new ObservatoryError('OBS_RECORDING_LAYOUT', `${list} cannot be read: ${messageOf(error)}`, {
      hint: 'give the folder of a recording: it holds scrapes.jsonl, scrapes/ and, for the topology, rest/',
      cause: error,
    });
  }
  const lines = text
    .split('\n')
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, index }) => parseLine(line, `${list}:${index + 1}`))
    .sort((a, b) => a.t - b.t);
  const bodies = existsSync(path.join(directory, 'scrapes')) ? path.join(directory, 'scrapes') : directory;
  return {
    directory,
    lines,
    answers: await readAnswers(path.join(directory, 'rest')),
    read: (line) => readScrape(bodies, line),
  };
}

function parseLine(text: string, where: string): RecordedScrapeLine {
  try {
    return recordedScrapeLine.parse(JSON.parse(text));
  } catch (error) {
    throw new ObservatoryError('OBS_RECORDING_LINE', `${where} is no scrape: ${messageOf(error)}`, {
      hint: 'each line is one JSON object with kind, node, url, t and file',
      cause: error,
    });
  }
}

async function readScrape(bodies: string, line: RecordedScrapeLine): Promise<RecordedScrape> {
  const good = line.file && !line.error && (line.status ?? 200) === 200;
  return {
    kind: line.kind,
    node: line.node,
    url: line.url,
    timestampMs: Math.round(line.t * 1000),
    durationSeconds: (line.ms ?? 0) / 1000,
    contentType: line.content_type ?? undefined,
    body: good && line.file ? await readBody(bodies, line.file) : undefined,
  };
}

async function readBody(bodies: string, name: string): Promise<Uint8Array> {
  const file = path.join(bodies, path.basename(name));
  try {
    const bytes = await readFile(file);
    return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  } catch (error) {
    throw new ObservatoryError('OBS_RECORDING_FILE', `${file} cannot be read: ${messageOf(error)}`, {
      hint: 'scrapes.jsonl names it; copy the whole folder',
      cause: error,
    });
  }
}

/** Files that are no answer (other formats, notes) are left out: the topology is what the others tell. */
async function readAnswers(folder: string): Promise<RecordedAnswer[]> {
  const names = await readdir(folder).catch(() => []);
  const answers: RecordedAnswer[] = [];
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    const parsed = recordedAnswer.safeParse(parseJson(await readFile(path.join(folder, name), 'utf8')));
    if (parsed.success && (parsed.data.status ?? 200) === 200) answers.push(parsed.data);
  }
  return answers.sort((a, b) => a.t - b.t);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
