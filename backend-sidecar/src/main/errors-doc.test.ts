/** docs/errors.md and the sources name the same error codes. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(process.cwd());

function codesIn(folder: string): Set<string> {
  const codes = new Set<string>();
  for (const entry of readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || /\.(test|gen)\.ts$/.test(entry.name)) continue;
    const text = readFileSync(path.join(entry.parentPath, entry.name), 'utf8');
    for (const [, code] of text.matchAll(/'(OBS_[A-Z0-9_]*[A-Z0-9])'/g)) codes.add(code);
  }
  return codes;
}

it('every code has a section, every section a code', () => {
  const used = new Set(
    ['backend-sidecar/src', 'demo/src', 'cli/src', 'worker-agent/src'].flatMap((folder) => [...codesIn(folder)]),
  );
  const text = readFileSync(path.join(root, 'docs/errors.md'), 'utf8');
  const documented = [...text.matchAll(/^### (OBS_\w+)$/gm)].map(([, code]) => code);
  expect([...used].filter((code) => !documented.includes(code))).toEqual([]);
  expect(documented.filter((code) => !used.has(code))).toEqual([]);
  expect(documented).toHaveLength(new Set(documented).size);
});
