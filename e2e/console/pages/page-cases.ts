import type { Page } from 'playwright-core';

/** A page of the console, and how it is known. */
export interface PageCase {
  name: string;
  /** Where it is; of a node or topic, asked of the sidecar before. */
  hash: (page: Page) => Promise<string> | string;
  /** What stands on it when it is there. */
  shows: RegExp;
  /** What a time long before the sidecar makes it say; absent where the page has no time, or none that matters. */
  empty?: RegExp;
}

/** Anything but a page on its way. */
const LOADED = /^(?![^]*Loading …)/;

export const PAGES: readonly PageCase[] = [
  {
    name: 'overview',
    hash: () => '#/overview',
    shows: /All is well|need|critical|Nothing fires/,
    empty: /Nothing changed/,
  },
  { name: 'topology', hash: () => '#/topology', shows: /Only problems/ },
  { name: 'nodes', hash: () => '#/nodes', shows: /Health over time/, empty: /No node was scraped/ },
  { name: 'node', hash: (page) => firstOf(page, 'nodes'), shows: /Up for|Address/, empty: /No data/ },
  { name: 'topics', hash: () => '#/topics', shows: /persistent:\/\// },
  { name: 'topic', hash: (page) => firstOf(page, 'topics'), shows: /Subscriptions/, empty: /No data/ },
  { name: 'latency', hash: () => '#/latency', shows: /p99/, empty: /No message was measured/ },
  { name: 'explain', hash: () => '#/explain', shows: /Explain|Candidates|cause/i },
  { name: 'services', hash: () => '#/services', shows: LOADED },
  { name: 'logs', hash: () => '#/logs', shows: LOADED },
  { name: 'actions', hash: () => '#/actions', shows: LOADED },
  { name: 'runs', hash: () => '#/runs', shows: LOADED },
  { name: 'audit', hash: () => '#/audit', shows: LOADED },
  { name: 'settings', hash: () => '#/settings', shows: /Sidecar \d/ },
];

/** @throws Error for a name that no page has */
export function pageNamed(name: string): PageCase {
  const found = PAGES.find((each) => each.name === name);
  if (!found) throw new Error(`no page is called ${name}`);
  return found;
}

/** The address of the first node or topic that its page lists. */
async function firstOf(page: Page, kind: 'nodes' | 'topics'): Promise<string> {
  const answer = (await page.evaluate(
    kind === 'nodes'
      ? `fetch('api/observatory/v1/nodes').then((r) => r.json()).then(({ nodes }) => nodes[0].id)`
      : `fetch('api/observatory/v1/topics?limit=1&by=topic&sort=rate_in').then((r) => r.json()).then(({ rows }) => rows[0].name)`,
  )) as string;
  return `#/${kind}/${encodeURIComponent(answer)}`;
}
