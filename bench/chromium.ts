/** The browser of benches and end-to-end commands: an installed Chromium, found by itself; none is downloaded. */
import { existsSync } from 'node:fs';

/** Headless, and silent towards the network. */
export const CHROMIUM_FLAGS: readonly string[] = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** `CHROMIUM` of the environment, or the first of the usual places; undefined where there is none. */
export function findChromium(): string | undefined {
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return [process.env.CHROMIUM, ...places].find((file) => file !== undefined && existsSync(file));
}
