import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** The recorded cluster beside the repository. */
export const corpus = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../../../shared/corpus/pulsar-4.0.8');
export const hasCorpus = existsSync(corpus);

/** Bodies of a folder whose file name starts with the prefix, oldest first. */
export function recorded(folder: string, prefix: string): { file: string; text: string }[] {
  const dir = path.join(corpus, folder);
  return readdirSync(dir)
    .filter((file) => file.startsWith(prefix) && file.endsWith('.prom.gz'))
    .sort()
    .map((file) => ({ file, text: gunzipSync(readFileSync(path.join(dir, file))).toString() }));
}

export const recordedJson = (file: string): unknown =>
  JSON.parse(readFileSync(path.join(corpus, 'rest', file), 'utf8'));
