import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type BrowserServer } from 'playwright-core';
import { cpuMilliseconds } from '../proc.ts';

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...[
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--enable-precise-memory-info',
  ],
];

/** A Chromium whose processes can be counted; undefined where none is installed. */
export async function startChromium(): Promise<{ browser: Browser; server: BrowserServer } | undefined> {
  const executablePath = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find((file) => file !== undefined && existsSync(file));
  if (executablePath === undefined) return undefined;
  const server = await chromium.launchServer({ executablePath, args: FLAGS });
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
