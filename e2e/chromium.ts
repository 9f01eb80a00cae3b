/** What the end-to-end commands need of a browser; what benches need, too, is theirs, for they import nothing from here. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export { CHROMIUM_FLAGS, findChromium } from '../bench/chromium.ts';

/** The script of axe-core, to be run in a page. */
export function axeSource(): string {
  return readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
}
