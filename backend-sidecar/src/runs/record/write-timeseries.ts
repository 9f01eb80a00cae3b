import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RunTimeseries } from '@observatory/protocol/runs';

/** Writes `timeseries.json` a series at a time: the file is never whole in memory. The old one stays until the new is whole. */
export async function writeTimeseries(file: string, timeseries: RunTimeseries): Promise<void> {
  const draft = `${file}.new`;
  await pipeline(Readable.from(piecesOf(timeseries)), createWriteStream(draft));
  await rename(draft, file);
}

function* piecesOf({ series, ...head }: RunTimeseries): Generator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"series":[`;
  for (const [index, each] of series.entries()) yield `${index === 0 ? '\n' : ',\n'}${JSON.stringify(each)}`;
  yield '\n]}\n';
}
