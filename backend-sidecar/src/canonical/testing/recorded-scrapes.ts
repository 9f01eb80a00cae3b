import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** The recorded Pulsar 4.0.8 (its README describes the files). */
export const RECORDED = fileURLToPath(new URL('../../../../../shared/corpus/pulsar-4.0.8', import.meta.url));

/** For suites that need it: skipped with a clear name where it is missing. */
export const describeRecorded = existsSync(RECORDED) ? describe : describe.skip;

export interface RecordedScrape {
  timestampMs: number;
  body: string;
}

/** The scrapes of one node in the order of time; `folder` below the recording. */
export function recordedScrapes(folder: string, node: string): RecordedScrape[] {
  const directory = path.join(RECORDED, folder);
  return readdirSync(directory)
    .filter((file) => file.split('_')[1] === node && file.endsWith('.prom.gz'))
    .sort()
    .map((file) => ({
      timestampMs: timeOf(file),
      body: gunzipSync(readFileSync(path.join(directory, file))).toString(),
    }));
}

/** One recorded body. @param file below the recording. */
export function recordedBody(file: string): string {
  return gunzipSync(readFileSync(path.join(RECORDED, file))).toString();
}

function timeOf(file: string): number {
  const match = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d(?:\.\d+)?)Z/.exec(file);
  if (!match) throw new Error(`no time in the name ${file}`);
  const [, year, month, day, hour, minute, second] = match;
  return Date.UTC(+year, +month - 1, +day, +hour, +minute, 0) + Math.round(+second * 1000);
}

/** Lines `name{labels} value` by `name{labels}`, read without any of the product's code. */
export function plainSamples(body: string): Map<string, number> {
  const samples = new Map<string, number>();
  for (const line of body.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const space = line.lastIndexOf(' ');
    samples.set(line.slice(0, space), Number(line.slice(space + 1)));
  }
  return samples;
}
