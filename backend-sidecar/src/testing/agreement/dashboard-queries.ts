import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Values of the variables that Grafana fills in itself. */
const BUILT_IN: Readonly<Record<string, string>> = {
  __rate_interval: '1m',
  __interval: '30s',
  __interval_ms: '30000',
  __range: '10m',
  __range_s: '600',
  __range_ms: '600000',
  interval: '1m',
  rate: '1m',
  rate_interval: '1m',
  duration: '5m',
  topk: '5',
  top: '5',
  limit: '5',
  quantile: '0.99',
};

/** Every PromQL expression of the dashboards below the folders, each once, variables filled in. */
export function dashboardQueries(folders: readonly string[]): string[] {
  const found = new Set<string>();
  for (const folder of folders) for (const file of jsonFiles(folder)) collect(readJson(file), found);
  return [...found].sort();
}

function* jsonFiles(folder: string): IterableIterator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* jsonFiles(full);
    else if (/\.json(\.j2)?$/.test(entry.name)) yield full;
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Some checkouts hold templates of dashboards.
    return undefined;
  }
}

function collect(node: unknown, found: Set<string>): void {
  if (Array.isArray(node)) for (const each of node) collect(each, found);
  else if (typeof node === 'object' && node !== null)
    for (const [key, value] of Object.entries(node)) {
      if (key === 'expr' && typeof value === 'string') found.add(fillIn(value));
      else collect(value, found);
    }
}

/** Variables inside matchers match everything; others get a plain value. */
function fillIn(expression: string): string {
  const variable = /\$\{(\w+)(?::\w+)?\}|\$(\w+)|\[\[(\w+)\]\]/g;
  const known = (name: string) => BUILT_IN[name];
  return expression
    .replace(/(=~|!~|!=|=)\s*("[^"]*"|'[^']*')/g, (all, op: string, text: string) => {
      if (text.search(variable) < 0) return all;
      const filled = text.replace(
        variable,
        (_v, a?: string, b?: string, c?: string) => known(a ?? b ?? c ?? '') ?? '.*',
      );
      return `${op === '=' ? '=~' : op === '!=' ? '!~' : op}${filled}`;
    })
    .replace(variable, (_v, a?: string, b?: string, c?: string) => known(a ?? b ?? c ?? '') ?? '1m');
}
