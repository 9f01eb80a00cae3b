import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { FamilyTracker } from './families.ts';
import { parseExposition } from './parse.ts';
import { correctedType, steppedMs } from './pulsar-knowledge.ts';

const scrapes = fileURLToPath(
  new URL('../../../../../shared/corpus/pulsar-4.0.8/incident-backlog/scrapes', import.meta.url),
);
const describeCorpus = existsSync(scrapes) ? describe : describe.skip;

describe('what we know about Pulsar', () => {
  it.each([
    ['pulsar_in_messages_total', 'gauge', 'counter'],
    ['pulsar_out_bytes_total', 'gauge', 'counter'],
    ['pulsar_connection_closed_total_count', 'gauge', 'counter'],
    ['bookie_journal_JOURNAL_FORCE_WRITE_QUEUE_SIZE', 'counter', 'gauge'],
    ['pulsar_function_received_1min_total', 'counter', 'gauge'],
    ['pulsar_in_messages_total', 'counter', undefined],
    ['my_in_messages_total', 'gauge', undefined],
  ] as const)('%s typed %s is %s', (name, from, to) => expect(correctedType(name, from)).toBe(to));

  it('steps rates and windows, not what moves with each scrape', () => {
    for (const name of [
      'pulsar_rate_in',
      'pulsar_storage_write_latency_le_0_5',
      'pulsar_entry_size_le_overflow',
      'pulsar_ml_AddEntryLatencyBuckets_OVERFLOW',
    ]) {
      expect(steppedMs(name, 'gauge')).toBe(60_000);
    }
    for (const name of [
      'pulsar_in_messages_total',
      'pulsar_subscription_back_log',
      'pulsar_lb_memory_usage',
      'rate_in',
    ]) {
      expect(steppedMs(name, 'gauge')).toBeUndefined();
    }
    expect(steppedMs('pulsar_broker_publish_latency', 'summary')).toBe(60_000);
    expect(steppedMs('pulsar_function_process_latency_ms', 'summary')).toBeUndefined();
  });
});

/** Seconds between changes of value, over all series of each metric name, scraped every 2 s. */
function changeGaps(node: string): Map<string, { isStepped: boolean; gaps: number[] }> {
  const names = new Map<string, { isStepped: boolean; gaps: number[] }>();
  const last = new Map<string, { value: number; changed: number | undefined }>();
  for (const file of readdirSync(scrapes)
    .filter((name) => name.startsWith(node))
    .sort()) {
    const [, hours, minutes, seconds] = (/T(\d\d)(\d\d)([\d.]+)Z/.exec(file) ?? []).map(Number);
    const now = hours * 3600 + minutes * 60 + seconds;
    const families = new FamilyTracker({ format: 'text', strict: false });
    const samples: { key: string; name: string; value: number }[] = [];
    parseExposition(
      gunzipSync(readFileSync(path.join(scrapes, file))),
      { format: 'text', strict: false },
      {
        sample({ labels, tail }) {
          families.sample(labels.metricName);
          samples.push({ key: labels.key(), name: labels.metricName, value: tail.value });
        },
        comment: (comment) => families.comment(comment),
      },
    );
    const { metadata } = families.finish();
    for (const { key, name, value } of samples) {
      const before = last.get(key);
      if (before && Object.is(before.value, value)) continue;
      const entry = names.get(name) ?? { isStepped: false, gaps: [] };
      names.set(name, entry);
      entry.isStepped = metadata.get(name)?.steppedMs !== undefined;
      if (before?.changed !== undefined) entry.gaps.push(now - before.changed);
      last.set(key, { value, changed: before ? now : undefined });
    }
  }
  return names;
}

describeCorpus('the recorded cluster agrees (skipped when ../shared/corpus is missing)', () => {
  it.each(['broker_broker-1', 'broker_broker-2', 'bookie_bookie-1'])(
    '%s: stepped metrics change once a minute',
    (node) => {
      const measured = [...changeGaps(node)].filter(([, { gaps }]) => gaps.length >= 3);
      const median = (gaps: number[]) => gaps.sort((a, b) => a - b)[gaps.length >> 1];
      const stepped = measured.filter(([, { isStepped }]) => isStepped);
      expect(stepped.length).toBeGreaterThan(10);
      expect(stepped.filter(([, { gaps }]) => median(gaps) < 50).map(([name]) => name)).toEqual([]);
      // And nothing that is called a rate or a latency changes once a minute without being known for it.
      const missed = measured.filter(
        ([name, { isStepped, gaps }]) =>
          !isStepped && /(_rate|Rate|_rate_\w+|_le_\w+|Buckets)$/.test(name) && median(gaps) >= 50,
      );
      expect(missed.map(([name]) => name)).toEqual([]);
    },
  );
});
