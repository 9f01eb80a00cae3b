import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * The existing files a pattern names, sorted; `*`, `?` and `[…]` stand in any part of the path but never for a slash (Go's
 * filepath.Glob).
 */
export async function globFiles(pattern: string): Promise<string[]> {
  const { root } = path.parse(pattern);
  let found = [root];
  for (const part of pattern.slice(root.length).split(/[/\\]/)) {
    const next: string[] = [];
    for (const folder of found) {
      if (!MAGIC.test(part)) next.push(path.join(folder, part));
      else next.push(...(await matching(folder, part)));
    }
    found = next;
  }
  const existing = await Promise.all(found.map(async (file) => ((await isFile(file)) ? file : undefined)));
  return existing.filter((file) => file !== undefined).sort();
}

const MAGIC = /[*?[]/;

async function matching(folder: string, part: string): Promise<string[]> {
  const regex = new RegExp(
    `^${part.replace(
      /\[(\^?)([^\]]+)\]|[*?]|[.+^${}()|[\]\\]/g,
      (found, negated: string | undefined, set: string | undefined) => {
        if (set !== undefined) return `[${negated ?? ''}${set.replace(/\\/g, '\\\\')}]`;
        if (found === '*') return '[^/]*';
        return found === '?' ? '[^/]' : `\\${found}`;
      },
    )}$`,
  );
  try {
    return (await readdir(folder === '' ? '.' : folder))
      .filter((name) => regex.test(name))
      .map((name) => path.join(folder, name));
  } catch {
    // As in Go: a folder that cannot be read matches nothing.
    return [];
  }
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
