#!/usr/bin/env node
// Runs the bundled command (npm run build) with stack traces that name the TypeScript lines.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`observatory: Node ${process.versions.node} is too old. Install Node 20.19 or newer.`);
  process.exit(1);
}
const cli = new URL('../dist/cli.js', import.meta.url);
if (!existsSync(fileURLToPath(cli))) {
  console.error('observatory: the program is not built. Run "npm run build" first.');
  process.exit(1);
}
process.setSourceMapsEnabled(true);
await import(cli.href);
