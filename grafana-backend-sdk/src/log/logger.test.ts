import { createLogger } from './grafana-logger.ts';

function record() {
  const lines: string[] = [];
  const logger = createLogger({ write: (line) => lines.push(line), now: () => new Date(1_767_436_620_123) });
  return { lines, logger, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('createLogger', () => {
  it("writes lines of Grafana's form, with six digits of a second", () => {
    const { lines, logger } = record();
    logger.with({ pluginID: 'x' }).warn('slow answer', { durationMs: 12.5, isLate: true, list: [1], none: undefined });
    expect(lines).toEqual([
      '{"@level":"warn","@message":"slow answer","@timestamp":"2026-01-03T10:37:00.123000Z","pluginID":"x","durationMs":12.5,"isLate":true,"list":"[1]"}\n',
    ]);
  });

  it('names an error, its causes and its place', () => {
    const { logger, parsed } = record();
    logger.error('no', { error: new Error('outer', { cause: new TypeError('inner') }) });
    expect(parsed()[0].error).toMatch(/^Error: outer, because of TypeError: inner \(at /);
  });

  it('takes what has no JSON', () => {
    const { logger, parsed } = record();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    logger.info('odd', { big: 2n, nan: NaN, circle, symbol: Symbol('s'), nothing: null });
    expect(parsed()[0]).toMatchObject({ big: '2', nan: 'NaN', circle: '[object Object]', nothing: 'null' });
  });

  it('keeps one line under 64 KB, whatever it is given', () => {
    const { lines, logger, parsed } = record();
    logger.info(
      'é'.repeat(100_000),
      Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, '"\n'.repeat(9_000)])),
    );
    expect(lines).toHaveLength(1);
    expect(Buffer.byteLength(lines[0])).toBeLessThan(65_536);
    expect(lines[0].indexOf('\n')).toBe(lines[0].length - 1);
    expect(parsed()[0]).toMatchObject({ '@level': 'info', truncated: true });
  });

  it('leaves out what lies below its level', () => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'warn', write: (line) => lines.push(line) });
    logger.debug('a');
    logger.info('b');
    logger.error('c');
    expect(lines).toHaveLength(1);
  });
});
