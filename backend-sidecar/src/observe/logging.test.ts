import { createLogger } from './logging.ts';

function collect(format: 'json' | 'text') {
  const lines: string[] = [];
  return { lines, logger: createLogger('info', format, { write: (line) => lines.push(line) }) };
}

it('writes JSON lines with time, level by name, fields and message', () => {
  const { lines, logger } = collect('json');
  logger.child({ part: 'scrape' }).warn({ target: 'a:1' }, 'target is slow');
  logger.debug({}, 'not shown');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0])).toMatchObject({ level: 'warn', part: 'scrape', target: 'a:1', msg: 'target is slow' });
  expect(Date.parse(JSON.parse(lines[0]).time)).not.toBeNaN();
});

it('writes sentences for people', () => {
  const { lines, logger } = collect('text');
  logger.info({ address: 'http://127.0.0.1:7480', count: 3, why: 'two words' }, 'listening');
  expect(lines[0]).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} info {2}listening {2}address=http:\/\/127\.0\.0\.1:7480 count=3 why="two words"\n$/,
  );
});

it('shows no secret, and lets no message forge a line', () => {
  for (const format of ['json', 'text'] as const) {
    const { lines, logger } = collect(format);
    logger.error(
      { token: 'hunter2', headers: { authorization: 'Bearer hunter2', cookie: 'hunter2' }, error: 'a\nb' },
      'bad\n10:00:00.000 error forged',
    );
    expect(lines.join('')).not.toContain('hunter2');
    expect(lines.join('').trimEnd().split('\n')).toHaveLength(1);
  }
});
