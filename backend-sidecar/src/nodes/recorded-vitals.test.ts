/** Vitals of the recorded Pulsar 4.0.8, each number beside a computation by hand from the bodies. */
import type { Node } from '@observatory/protocol/nodes';
import { describeRecorded, plainSamples, recordedScrapes } from '../canonical/testing/recorded-scrapes.ts';
import { Labels } from '../model/labels.ts';
import { createEngine } from '../promql/index.ts';
import { MemorySource } from '../promql/testing/memory-source.ts';
import { VirtualClock } from '../util/clock.ts';
import { nodeVitals } from './vitals.ts';

const LINE = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?$/;

function node(instance: string, kind: 'broker' | 'bookie'): Node {
  return {
    id: `demo-1/${kind}/${instance}`,
    cluster: 'demo-1',
    kind,
    address: instance,
    job: kind,
    state: 'up',
    lastError: '',
    scrapeIntervalMs: 15_000,
    labels: { cluster: 'demo-1', instance },
  };
}

describeRecorded('vitals of the recorded scrapes (skipped when ../shared/corpus is missing)', () => {
  it.each([
    ['bookie-1', 'bookie'],
    ['bookie-2', 'bookie'],
    ['broker-1', 'broker'],
  ] as const)('%s: start, collection, memory and disks', async (instance, kind) => {
    const scrapes = recordedScrapes('metrics/baseline-15s', instance).map(({ timestampMs, body }) => ({
      timestampMs,
      samples: plainSamples(body),
    }));
    const source = new MemorySource();
    for (const { timestampMs, samples } of scrapes) {
      for (const [line, value] of samples) {
        const [, name = '', labels = ''] = LINE.exec(line) ?? [];
        if (!/^(process_start_time|jvm_|bookie_ledger_dir|pulsar_version_info)/.test(name)) continue;
        const pairs = Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, text]) => [key, text]));
        const all = Labels.fromObject({ ...pairs, __name__: name, cluster: 'demo-1', instance });
        source.append(all, { timestampMs, value });
      }
    }
    const last = scrapes[scrapes.length - 1];
    const nowMs = last.timestampMs;
    const promql = createEngine({ source, clock: new VirtualClock(nowMs) });
    const { nodes, warnings } = await nodeVitals({ promql, nodes: () => [node(instance, kind)] }, nowMs);
    expect(warnings).toEqual([]);
    const [vitals] = nodes;

    const at = (samples: Map<string, number>, name: RegExp) =>
      [...samples].filter(([line]) => name.test(line)).map(([, value]) => value);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const [started] = at(last.samples, /^process_start_time_seconds(\{|$)/);
    expect(vitals.startedMs).toBe(Math.round(started * 1000));
    expect(vitals.uptimeSeconds).toBeCloseTo(nowMs / 1000 - started, 3);
    expect(vitals.restarts).toBe(0);
    expect(vitals.heapUsedBytes).toBe(sum(at(last.samples, /^jvm_memory_bytes_used\{.*area="heap"/)));
    const heapMax = sum(at(last.samples, /^jvm_memory_bytes_max\{.*area="heap"/));
    expect(vitals.heapMaxBytes).toBe(heapMax > 0 ? heapMax : undefined);
    expect(vitals.directUsedBytes).toBe(at(last.samples, /^jvm_memory_direct_bytes_used(\{|$)/)[0]);
    expect(vitals.directMaxBytes).toBe(at(last.samples, /^jvm_memory_direct_bytes_max(\{|$)/)[0]);
    // Started with -XX:MaxDirectMemorySize of 192 and 256 MB (reference/pulsar-real.md §2).
    expect(vitals.directMaxBytes).toBe((kind === 'bookie' ? 192 : 256) << 20);

    // rate over 5 minutes: the increase between the first and last scrape within, stretched to the window by half a scrape
    // interval on the side where the window begins before the first sample.
    const within = scrapes.filter(({ timestampMs }) => timestampMs > nowMs - 300_000);
    const collected = (samples: Map<string, number>) => at(samples, /^jvm_gc_collection_seconds_sum\{/);
    const spanMs = nowMs - within[0].timestampMs;
    const increase = sum(collected(last.samples)) - sum(collected(within[0].samples));
    const perSecond = (increase / spanMs) * 1000;
    expect(Math.abs((vitals.gcShare ?? NaN) - perSecond)).toBeLessThanOrEqual(0.06 * perSecond + 1e-9);

    const disks = [...last.samples].filter(([line]) => /^bookie_ledger_dir_.+_usage/.test(line));
    expect(vitals.disks).toHaveLength(disks.length);
    expect(disks.length).toBe(kind === 'bookie' ? 1 : 0);
    for (const [line, usage] of disks) {
      const [disk] = vitals.disks;
      expect(line).toContain(`bookie_ledger_dir_${disk.directory}_usage`);
      expect(disk.usedPercent).toBe(usage);
      const points = scrapes.map(({ timestampMs, samples }) => ({
        hours: (timestampMs - nowMs) / 3_600_000,
        usage: samples.get(line) ?? NaN,
      }));
      if (nowMs - scrapes[0].timestampMs < 600_000) {
        // Less than ten minutes: no line is drawn.
        expect(disk.percentPerHour).toBeUndefined();
        continue;
      }
      // The normal equations, in hours.
      const n = points.length;
      const [sx, sy] = [sum(points.map(({ hours }) => hours)), sum(points.map((point) => point.usage))];
      const sxx = sum(points.map(({ hours }) => hours * hours));
      const sxy = sum(points.map((point) => point.hours * point.usage));
      const slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
      expect(disk.percentPerHour).toBeCloseTo(slope, 6);
      const today = (sy - slope * sx) / n;
      if (slope > 0) expect(disk.fullInSeconds).toBeCloseTo(((100 - today) / slope) * 3600, 0);
      else expect(disk.fullInSeconds).toBeUndefined();
    }
  });
});
