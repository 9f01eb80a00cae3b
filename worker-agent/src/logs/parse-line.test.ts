import fc from 'fast-check';
import { logLine } from '@observatory/protocol/logs';
import { linesOf } from './log-sources.ts';
import { journalLine } from './journald.ts';
import { parseLine } from './parse-line.ts';

const READ = Date.parse('2026-01-02T03:04:05Z');

it.each([
  [
    '2026-11-22T08:10:11,123+0000 [main-EventThread] WARN  org.apache.pulsar.broker.PulsarService - Slow - very',
    {
      timeMs: Date.parse('2026-11-22T08:10:11.123Z'),
      level: 'warn',
      logger: 'org.apache.pulsar.broker.PulsarService',
      message: 'Slow - very',
    },
  ],
  [
    '2026-11-22 08:10:11,123 - app.worker - ERROR - it broke',
    { level: 'error', logger: 'app.worker', message: 'it broke' },
  ],
  [
    '2026-11-22T08:10:11Z INFO started',
    { timeMs: Date.parse('2026-11-22T08:10:11Z'), level: 'info', message: 'started' },
  ],
  ['[WARNING] careful', { level: 'warn', message: 'careful', timeMs: READ }],
  [
    '{"level":30,"time":1763799011123,"msg":"hello","logger":"x","lineno":7,"funcName":"f","module":"m"}',
    { timeMs: 1763799011123, level: 'info', logger: 'x', message: 'hello', lineNumber: 7, funcName: 'f', module: 'm' },
  ],
  ['{"no":"message"}', { level: 'unknown', message: '{"no":"message"}' }],
  ['just words', { level: 'unknown', logger: '', message: 'just words', timeMs: READ }],
])('reads %s', (text, expected) => {
  expect(parseLine(text, READ)).toMatchObject(expected);
});

it('makes a valid line of anything', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 200 }), fc.json(), fc.constant('x'.repeat(40_000))), (text) => {
      const [line] = linesOf([text], 'src', READ);
      expect(logLine.safeParse(line).success).toBe(true);
    }),
  );
});

it('keeps a stack trace with its line', () => {
  const lines = linesOf(['ERROR boom', '\tat a.b(C.java:1)', 'Caused by: x', 'INFO next'], 's', READ);
  expect(lines.map(({ message }) => message)).toEqual(['boom\n\tat a.b(C.java:1)\nCaused by: x', 'next']);
});

it('reads the journal', () => {
  const entry = {
    __CURSOR: 's=1',
    __REALTIME_TIMESTAMP: '1763799011123456',
    PRIORITY: '3',
    MESSAGE: 'no disk',
    SYSLOG_IDENTIFIER: 'bookie',
    _SYSTEMD_UNIT: 'bookie.service',
  };
  expect(journalLine(JSON.stringify(entry))).toEqual({
    cursor: 's=1',
    line: { timeMs: 1763799011123, level: 'error', logger: 'bookie', source: 'bookie.service', message: 'no disk' },
  });
  expect(journalLine(JSON.stringify({ ...entry, MESSAGE: [104, 105] }))?.line.message).toBe('hi');
  expect(journalLine('no json')).toBeUndefined();
});
