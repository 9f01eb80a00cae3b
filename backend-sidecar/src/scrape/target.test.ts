import fc from 'fast-check';
import { parseConfig } from '../config/index.ts';
import { Labels } from '../model/labels.ts';
import { acceptHeader, effectiveContentType } from './accept.ts';
import { compileRelabeling } from './relabel.ts';
import { sampleLabels } from './sample-labels.ts';
import { nextTick, tickToleranceMs } from './scrape-clock.ts';
import { endpoint } from './scrape-times.ts';
import { buildTarget, scrapeOffsetMs, type Target } from './target.ts';

function build(found: Record<string, string>, keys: Record<string, unknown> = {}) {
  const text = JSON.stringify({ scrape_configs: [{ job_name: 'job', ...keys }] });
  const [config] = parseConfig(text, '/c.yaml', { env: {} }).scrape_configs;
  return buildTarget(found, config, compileRelabeling(config.relabel_configs));
}

function target(found: Record<string, string>, keys: Record<string, unknown> = {}): Target {
  const outcome = build(found, keys);
  if (!('target' in outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.target;
}

describe('buildTarget', () => {
  it('gives defaults that relabelling may change', () => {
    const plain = target({ __address__: 'h:1', zone: 'x', __meta_y: 'z' });
    expect(plain.url.href).toBe('http://h:1/metrics');
    expect(plain.labels.toObject()).toEqual({ job: 'job', instance: 'h:1', zone: 'x' });
    expect(plain.discoveredLabels.toObject()).toMatchObject({
      __scrape_interval__: '15s',
      __scrape_timeout__: '10s',
      __meta_y: 'z',
    });
    const set = (label: string, value: string) => ({ target_label: label, replacement: value });
    const changed = target(
      { __address__: 'h:1' },
      {
        params: { a: ['1', '2'], b: ['3'] },
        relabel_configs: [
          set('__scheme__', 'https'),
          set('__metrics_path__', 'x?q=1'),
          set('__param_a', '9'),
          set('instance', 'i'),
          set('__scrape_interval__', '1m'),
        ],
      },
    );
    expect(changed.url.href).toBe('https://h:1/x?a=9&a=2&b=3&q=1');
    expect(changed.labels.toObject()).toEqual({ job: 'job', instance: 'i' });
    expect(changed.intervalMs).toBe(60_000);
  });

  it.each([
    [{}, /no address/],
    [{ __address__: 'http://h:1' }, /not a valid host:port/],
    [{ __address__: 'user@h:1' }, /not a valid host:port/],
    [{ __address__: 'h:1', __scheme__: 'ftp' }, /is not a scheme/],
    [{ __address__: 'h:1', __scrape_interval__: '0s' }, /cannot be 0/],
    [{ __address__: 'h:1', __scrape_interval__: '5' }, /interval is wrong/],
    [{ __address__: 'h:1', __scrape_timeout__: '1h' }, /longer than the scrape interval/],
  ])('refuses %j', (found, message) => {
    expect(build(found)).toMatchObject({ error: expect.stringMatching(message) });
  });

  it('drops by relabelling, and keeps what was discovered', () => {
    const outcome = build(
      { __address__: 'h:1' },
      { relabel_configs: [{ source_labels: ['__address__'], regex: 'h:.', action: 'drop' }] },
    );
    expect(outcome).toMatchObject({ dropped: expect.any(Labels) });
  });
});

describe('sampleLabels', () => {
  const own = Labels.fromObject({ job: 'j', instance: 'i' });
  const scraped = Labels.fromObject({ __name__: 'm', job: 'theirs', exported_job: 'older', a: 'b' });
  const none = compileRelabeling([]);

  it('moves conflicting labels aside', () => {
    expect(sampleLabels(own, { honor_labels: false }, none)(scraped)?.toObject()).toEqual({
      __name__: 'm',
      a: 'b',
      instance: 'i',
      job: 'j',
      exported_job: 'older',
      exported_exported_job: 'theirs',
    });
  });

  it('keeps them with honor_labels', () => {
    expect(sampleLabels(own, { honor_labels: true }, none)(scraped)?.toObject()).toEqual({
      __name__: 'm',
      a: 'b',
      instance: 'i',
      job: 'theirs',
      exported_job: 'older',
    });
  });
});

describe('ticks', () => {
  const times = fc.record({
    now: fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }),
    interval: fc.integer({ min: 1, max: 3_600_000 }),
    offset: fc.nat(3_600_000),
    ago: fc.integer({ min: 0, max: 10_000_000 }),
  });

  it('are on the grid, after the last one, never further back than the tolerance, never further off than one interval', () => {
    fc.assert(
      fc.property(times, ({ now, interval, offset, ago }) => {
        const tick = nextTick(now, now - ago, interval, offset % interval);
        expect((tick - (offset % interval)) % interval).toBe(0);
        expect(tick).toBeGreaterThan(now - ago);
        expect(tick).toBeGreaterThanOrEqual(now - tickToleranceMs(interval));
        expect(tick).toBeLessThanOrEqual(now + interval);
      }),
    );
  });

  it('go on within two intervals after the clock was set back', () => {
    expect(nextTick(1_700_000_000_000, 1_700_003_600_000, 10_000, 0) - 1_700_000_000_000).toBeLessThanOrEqual(20_000);
  });

  it('skip nothing when each scrape ends in time', () => {
    let tick = nextTick(1_700_000_000_000, 0, 10_000, 1234);
    for (let i = 0; i < 100; i++) {
      const next = nextTick(tick + 9999, tick, 10_000, 1234);
      expect(next - tick).toBe(10_000);
      tick = next;
    }
  });

  it('of many targets spread over the interval, the same at each start, others for another seed', () => {
    const targets = Array.from({ length: 400 }, (_, i) => target({ __address__: `10.0.0.${i % 250}:${8000 + i}` }));
    const offsets = targets.map((each) => scrapeOffsetMs(each, 'a'));
    expect(offsets).toEqual(targets.map((each) => scrapeOffsetMs(each, 'a')));
    expect(offsets).not.toEqual(targets.map((each) => scrapeOffsetMs(each, 'b')));
    const quarters = [0, 0, 0, 0];
    for (const offset of offsets) quarters[Math.floor(offset / 3750)]++;
    for (const count of quarters) expect(count).toBeGreaterThan(60);
  });
});

describe('content negotiation', () => {
  it('always takes anything at last', () => {
    expect(acceptHeader(['PrometheusProto', 'PrometheusText0.0.4'])).toBe('text/plain;version=0.0.4;q=0.6,*/*;q=0.5');
    expect(acceptHeader([])).toBe('*/*;q=0.6');
  });

  it.each([
    ['text/plain;charset=utf-8;version=0.0.4', undefined, 'text/plain;charset=utf-8;version=0.0.4'],
    ['Application/OpenMetrics-Text; version=1.0.0', undefined, 'Application/OpenMetrics-Text; version=1.0.0'],
    ['application/json', undefined, undefined],
    [undefined, undefined, undefined],
    [undefined, 'PrometheusText0.0.4' as const, 'text/plain; version=0.0.4; charset=utf-8'],
  ])('%s with fallback %s', (header, fallback, expected) => {
    expect(effectiveContentType(header, fallback)).toBe(expected);
  });
});

it('knows that /metrics and /metrics/ of one host are one exposition', () => {
  expect(endpoint(new URL('http://h:1/metrics/'))).toBe(endpoint(new URL('http://h:1/metrics')));
  expect(endpoint(new URL('http://h:1/metrics?x=1'))).not.toBe(endpoint(new URL('http://h:1/metrics')));
});
