// A service for the agents' end-to-end checks: notes each of its starts, writes log lines, ends on SIGTERM after a while.
// Everything is told by the environment: STARTS_FILE, STOP_MS, LINE_MS (0: no lines), LISTEN_PORT.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { STARTS_FILE, STOP_MS = '0', LINE_MS = '1000', LISTEN_PORT } = process.env;
if (STARTS_FILE) appendFileSync(STARTS_FILE, `${JSON.stringify({ pid: process.pid, timeMs: Date.now() })}\n`);

let line = 0;
const say = (text) => process.stdout.write(`${new Date().toISOString()} INFO  [main] sample.Service - ${text}\n`);
say('started');
if (LISTEN_PORT) createServer((_request, response) => response.end('ok\n')).listen(Number(LISTEN_PORT), '127.0.0.1');
setInterval(() => Number(LINE_MS) > 0 && say(`line ${++line}`), Number(LINE_MS) || 0x7fffffff);

process.on('SIGTERM', () => {
  say('is asked to stop');
  setTimeout(() => process.exit(0), Number(STOP_MS));
});
