import type { Page } from 'playwright-core';
import { demand } from '../../checks.ts';
import { axeSource } from '../../chromium.ts';

const axe = axeSource();
/** More stops than any page has: a page that never ends would be a trap. */
const MOST_STOPS = 400;

interface Finding {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary?: string }[];
}

/** axe over the whole page; run as a debugger would, since the console's policy of contents lets no other script in. */
export async function seriousFindings(page: Page): Promise<string> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run()')) as { violations: Finding[] };
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  demand(serious.length === 0, serious.map(described).join(' | '));
  return `${violations.length} minor`;
}

function described({ id, nodes }: Finding): string {
  const places = nodes.slice(0, 3).map(({ html, failureSummary }) => {
    const why = (failureSummary ?? '').replace(/\s+/g, ' ').slice(0, 160);
    return `${html.slice(0, 140)} (${why})`;
  });
  return `${id}: ${places.join(' ; ')}`;
}

/** What the keyboard must reach; what comes later, as a series of a stream does, is not of this walk. */
const REACHABLE = `[...document.querySelectorAll('a[href], button:not(:disabled), input:not(:disabled):not([hidden]), select, summary, [tabindex="0"]')]
  .filter((e) => e.tabIndex >= 0 && e.checkVisibility() && !e.closest('details:not([open]) > :not(summary)'))`;

interface Stop {
  id: string;
  named: string;
  seen: boolean;
  html: string;
}

const FOCUSED = `(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return undefined;
  element.dataset.walked ??= String(Math.random());
  const named = element.labels?.[0]?.innerText || element.getAttribute('aria-label') || element.title || element.innerText || element.placeholder ||
    document.getElementById(element.getAttribute('aria-labelledby') ?? '')?.innerText || '';
  const box = element.getBoundingClientRect();
  return { id: element.dataset.walked, named, seen: box.width > 0 && box.height > 0, html: element.outerHTML.slice(0, 120) };
})()`;

/** Goes on with Tab until it comes around; what has the focus must say what it is, and be seen. */
export async function walk(page: Page): Promise<string> {
  // From the top: where a page before had the focus, the browser would go on from there.
  await page.evaluate(`(() => {
    const start = document.createElement('span');
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
  })()`);
  await page.evaluate(`${REACHABLE}.forEach((e) => { e.dataset.wanted = ''; delete e.dataset.walked; })`);
  const seen = new Set<string>();
  let last: string | undefined;
  for (let press = 0; press < MOST_STOPS; press++) {
    await page.keyboard.press('Tab');
    const stop = (await page.evaluate(FOCUSED)) as Stop | undefined;
    // The end of the page, where the browser's own controls come next, or its beginning again.
    if (!stop) break;
    // A field of date and time has a stop for each of its parts.
    if (stop.id === last) continue;
    if (seen.has(stop.id)) break;
    seen.add(stop.id);
    last = stop.id;
    demand(stop.named.trim() !== '', `no name: ${stop.html}`);
    demand(stop.seen, `cannot be seen: ${stop.html}`);
  }
  const missed = (await page.evaluate(
    `${REACHABLE}.filter((e) => e.dataset.wanted === '' && !e.dataset.walked).map((e) => e.outerHTML.slice(0, 140))`,
  )) as string[];
  demand(missed.length === 0, `not reached: ${missed.slice(0, 3).join(' ')}`);
  return `${seen.size} stops, each with a name`;
}
