import { createDemoCluster } from '../cluster.ts';
import { only, parseExposition, total } from '../testing/exposition.ts';

const START = Date.parse('2026-11-22T10:00:00Z');

/** The ways in which real bodies break strict parsers: reference pulsar-real.md §3, one test each. */
describe('quirks of the real exposition', () => {
  const cluster = createDemoCluster({ seed: 9, startMs: START, speed: 'max', size: { workers: 2 } });
  cluster.advanceSync(START + 400_000);
  const text = (name: string): string => cluster.scrape(name)?.toString() ?? '';
  const broker = text('broker-1');
  const bookie = text('bookie-1');
  const worker = text('fw-2');

  it('can be read by a parser that knows them, on every node', () => {
    for (const { name } of cluster.nodes()) expect(parseExposition(text(name)).samples.length).toBeGreaterThan(40);
  });

  it('1: TYPE names without _total and _created, creation times in scientific notation', () => {
    expect(broker).toContain('# TYPE pulsar_broker_lookup_answers counter\npulsar_broker_lookup_answers_total{');
    expect(broker).toMatch(/pulsar_broker_lookup_answers_created\{cluster="demo-1"\} 1\.79\d+E9\n/);
    expect(broker).not.toContain('# TYPE pulsar_broker_lookup_answers_total');
  });

  it('2: TYPE lines repeated by each function instance', () => {
    for (const body of [broker, worker]) {
      const names = parseExposition(body).types.map(([name]) => name);
      expect(names.length).toBeGreaterThan(new Set(names).size);
    }
  });

  it('4: TYPE lines without samples', () => {
    expect(worker).toMatch(/# TYPE pulsar_function_sink_exception gauge\n#/);
    expect(broker).toContain('# TYPE brk_ledgeroffloader_offload_rate gauge\n');
  });

  it('5: families in several pieces', () => {
    const lines = broker.split('\n').filter((line) => line.startsWith('pulsar_ml_'));
    const first = lines.filter((line) => line.startsWith('pulsar_ml_AddEntryBytesRate{'));
    expect(first.length).toBeGreaterThan(2);
    const at = first.map((line) => lines.indexOf(line));
    expect(at[1] - at[0]).toBeGreaterThan(20);
    expect(broker.match(/# TYPE pulsar_ml_AddEntryBytesRate /g)).toHaveLength(1);
  });

  it('6: -Infinity on bookies, -Inf on brokers, many NaN', () => {
    expect(bookie).toMatch(/ -Infinity\n/);
    expect(bookie).not.toMatch(/ -Inf\n/);
    expect(broker).toMatch(/ -Inf\n/);
    expect(parseExposition(bookie).samples.filter((s) => s.text === 'NaN').length).toBeGreaterThan(500);
  });

  it('7: labels with trailing commas, with spaces, and empty braces', () => {
    expect(worker).toMatch(/\{cluster="demo-1",\} /);
    expect(broker).toMatch(/pulsar_lb_cpu_usage\{cluster="demo-1", broker="127\.0\.0\.1", metric="loadBalancing"\}/);
    expect(bookie).toContain('jvm_memory_direct_bytes_used{} ');
  });

  it('8: commas and slashes in label values', () => {
    expect(
      cluster
        .nodes()
        .map((n) => text(n.name))
        .join(''),
    ).toContain('subscription="dashboards,archive-0"');
    expect(broker).toMatch(/namespace="pulsar\/demo-1\/127\.0\.0\.1:\d+"/);
    expect(text('broker-1') + worker).toContain('error="Failed"');
  });

  it("9: the node's directory in a metric's name", () => {
    expect(bookie).toMatch(/^bookie_ledger_dir__srv_pulsar_data_bk1_ledgers_usage \d+\.\d+$/m);
  });

  it('10: counters typed gauge, gauges typed counter', () => {
    const types = new Map([...parseExposition(broker).types, ...parseExposition(bookie).types]);
    expect(types.get('pulsar_in_messages_total')).toBe('gauge');
    expect(types.get('bookie_journal_JOURNAL_QUEUE_SIZE')).toBe('counter');
  });

  it('rates and buckets stand still for a minute, counters do not', () => {
    const two = createDemoCluster({ seed: 9, startMs: START, speed: 'max' });
    two.advanceSync(START + 300_000);
    const rates: number[] = [];
    const counts: number[] = [];
    for (let i = 0; i < 121; i++) {
      const body = parseExposition(two.scrape('broker-2') ?? '');
      rates.push(total(body, 'pulsar_rate_in'));
      counts.push(total(body, 'pulsar_in_messages_total'));
      two.advanceSync(two.nowMs + 1000);
    }
    const steps = rates.slice(1).filter((value, i) => value !== rates[i]).length;
    expect(steps).toBeGreaterThanOrEqual(2);
    expect(steps).toBeLessThanOrEqual(3);
    expect(counts.slice(1).every((value, i) => value > counts[i])).toBe(true);
  });

  it('the topic load summary is emptied by whoever reads it', () => {
    const moved = createDemoCluster({ seed: 9, startMs: START, speed: 'max' });
    moved.advanceSync(START + 10_000);
    moved.inject({ kind: 'broker-lost', target: 'broker-3' });
    moved.advanceSync(START + 60_000);
    const first = parseExposition(moved.scrape('broker-1') ?? '');
    const second = parseExposition(moved.scrape('broker-1') ?? '');
    expect(only(first, 'pulsar_topic_load_times_count')).toBeGreaterThan(0);
    expect(only(second, 'pulsar_topic_load_times_count')).toBe(0);
    expect(only(second, 'pulsar_topic_load_times', { quantile: '0.5' })).toBeNaN();
    expect(only(second, 'pulsar_topic_load_times_created')).toBeGreaterThan(
      only(first, 'pulsar_topic_load_times_created'),
    );
  });
});
