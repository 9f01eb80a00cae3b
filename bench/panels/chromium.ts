import { readdirSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type BrowserServer } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from '../chromium.ts';
import { cpuMilliseconds } from '../proc.ts';

/** A Chromium whose processes can be counted; undefined where none is installed. */
export async function startChromium(): Promise<{ browser: Browser; server: BrowserServer } | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const server = await chromium.launchServer({
    executablePath,
    args: [...CHROMIUM_FLAGS, '--enable-precise-memory-info'],
  });
  return { server, browser: await chromium.connect(server.wsEndpoint()) };
}

/** CPU milliseconds of Chromium so far, all its processes together. */
export function chromiumCpuMs(server: BrowserServer): number {
  const root = server.process().pid;
  if (root === undefined) throw new Error('Chromium has ended');
  return processTree(root).reduce((sum, pid) => sum + safely(pid), 0);
}

function safely(pid: number): number {
  try {
    return cpuMilliseconds(pid);
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}

function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It has ended meanwhile.
    }
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}
