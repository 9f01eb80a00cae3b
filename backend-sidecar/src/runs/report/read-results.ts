import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../util/errors.ts';
import { parseOmb } from '../omb/index.ts';
import type { ReportInput } from './report-input.ts';

/** Reads result files in the given order; those that cannot be used are told of, not thrown at. */
export async function readResults(files: readonly string[]): Promise<Pick<ReportInput, 'results' | 'refused'>> {
  const read: Pick<ReportInput, 'results' | 'refused'> = { results: [], refused: [] };
  for (const file of files) {
    const fileName = path.basename(file);
    try {
      const text = await readFile(file, 'utf8');
      const parsed = parseOmb(text, fileName);
      if (parsed.status === 'refused') read.refused.push({ fileName, reason: parsed.reason });
      else read.results.push({ result: parsed.result, sha256: createHash('sha256').update(text).digest('hex') });
    } catch (error) {
      read.refused.push({ fileName, reason: `it cannot be read (${messageOf(error)})` });
    }
  }
  return read;
}
