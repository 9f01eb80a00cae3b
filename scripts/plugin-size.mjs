// Sizes of the built app as a browser fetches them (gzip): the entry, which every page of Grafana loads, alone; each nested module
// with all chunks that it may ever load; and that no style reaches beyond the app. `node scripts/build-plugin.mjs --check-size`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const ENTRY_LIMIT = 20_000;
const MODULE_LIMIT = 300_000;

/**
 * @param {string} folder the built app
 * @returns {{name: string, bytes: number, limit: number, chunks: {file: string, bytes: number}[]}[]} entry first; gzip bytes, limits
 *   in bytes of 1000. `bytes` of the entry are those of its file, for its chunks are pages that are opened one by one; those of a
 *   nested module are all together.
 */
export function moduleSizes(folder) {
  const modules = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => path.basename(file) === 'module.js')
    .sort((a, b) => a.length - b.length);
  return modules.map((file) => {
    const isEntry = path.dirname(file) === '.';
    const own = gzipBytes(path.join(folder, file));
    const chunks = chunksOf(folder, file).map((chunk) => ({ file: chunk, bytes: gzipBytes(path.join(folder, chunk)) }));
    return {
      name: isEntry ? 'entry' : path.dirname(file),
      bytes: isEntry ? own : chunks.reduce((sum, { bytes }) => sum + bytes, own),
      limit: isEntry ? ENTRY_LIMIT : MODULE_LIMIT,
      chunks,
    };
  });
}

/** How webpack's runtime asks for a chunk: `n.e(123)`. */
const ASKED = /\b[a-zA-Z_$][\w$]*\.e\((\d+)\)/g;

/** The chunks that a file asks for, and those that they ask for. */
function chunksOf(folder, file) {
  const found = new Set();
  const open = [file];
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const [, id] of readFileSync(path.join(folder, from), 'utf8').matchAll(ASKED)) {
      const chunk = `${id}.js`;
      if (found.has(chunk) || !existsSync(path.join(folder, chunk))) continue;
      found.add(chunk);
      open.push(chunk);
    }
  }
  return [...found];
}

function gzipBytes(file) {
  return gzipSync(readFileSync(file)).length;
}

/** A rule of css-loader's output: `"selector {`; selectors in the order of the file. */
const RULE = /(?:^|\\n|`|"|\})\s*([^{}"`;\\]+?)\s*\{/g;

/**
 * Selectors of the built styles that would touch what is not ours: without a class that a CSS module made (`obs-…`).
 * @param {string} folder the built app
 */
export function globalSelectors(folder) {
  const found = new Set();
  for (const file of readdirSync(folder, { recursive: true }).map(String)) {
    if (!file.endsWith('.js') || !existsSync(path.join(folder, file))) continue;
    const script = readFileSync(path.join(folder, file), 'utf8');
    // Each style is pushed as `[module.id, "css", ""]`.
    for (const [, css] of script.matchAll(/\.push\(\[[\w.]+,\s*[`"'](.*?)[`"'],\s*[`"']{2}/gs)) {
      for (const [, selectors] of css
        .replace(/\\n/g, '\n')
        .replace(/\/\*.*?\*\//gs, '')
        .matchAll(RULE)) {
        for (const selector of selectors.split(/,(?![^(]*\))/)) {
          const plain = selector.trim();
          if (plain.startsWith('@') || /^(from|to|[\d.]+%)$/.test(plain) || plain.includes('.obs-')) continue;
          if (plain !== '') found.add(`${file}: ${plain}`);
        }
      }
    }
  }
  return [...found];
}

/** @returns {string[]} what is over its limit or not ours; empty when all is well */
export function sizeProblems(folder) {
  return [
    ...moduleSizes(folder)
      .filter(({ bytes, limit }) => bytes > limit)
      .map(({ name, bytes, limit }) => `${name} has ${bytes} bytes gzip, more than ${limit}`),
    ...globalSelectors(folder).map((selector) => `a style that is not of a CSS module: ${selector}`),
  ];
}
