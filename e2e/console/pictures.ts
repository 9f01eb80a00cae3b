import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

export type TakePicture = (page: Page, name: string) => Promise<void>;

/** Keeps whole pages as `<folder>/<name>.png`, each after it had `settleMs` to settle; without a folder it keeps none. */
export function picturesIn(folder: string | undefined, settleMs = 0): TakePicture {
  return async (page, name) => {
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    await page.waitForTimeout(settleMs);
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  };
}
