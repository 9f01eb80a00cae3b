/** Splitmix-like generator: the same numbers for the same seed on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 4294967296;
  };
}

const FAMILIES: readonly [name: string, kind: 'counter' | 'gauge' | 'decimal' | 'stepped', perSubscription: boolean][] =
  [
    ['pulsar_in_messages_total', 'counter', false],
    ['pulsar_in_bytes_total', 'counter', false],
    ['pulsar_out_messages_total', 'counter', true],
    ['pulsar_out_bytes_total', 'counter', true],
    ['pulsar_subscription_back_log', 'gauge', true],
    ['pulsar_subscription_unacked_messages', 'gauge', true],
    ['pulsar_storage_size', 'counter', false],
    ['pulsar_rate_in', 'decimal', false],
    ['pulsar_rate_out', 'decimal', false],
    ['pulsar_throughput_in', 'decimal', false],
    ['pulsar_subscription_msg_rate_out', 'decimal', true],
    ['pulsar_storage_write_latency_le_1', 'stepped', false],
    ['pulsar_storage_write_latency_le_5', 'stepped', false],
    ['pulsar_storage_write_latency_le_10', 'stepped', false],
    ['pulsar_entry_size_le_1_kb', 'stepped', false],
    ['pulsar_consumers_count', 'stepped', false],
  ];

/**
 * One broker's worth of Pulsar-like lines, about 150 bytes each: 7 in 16 families are counters and gauges that move at
 * every tick, 4 are rates with three decimals, 5 step once in 30 ticks. Noisier than a real broker, where nine values of
 * ten stand still.
 */
export class SyntheticTarget {
  private readonly prefixes: string[] = [];
  private readonly kinds: ('counter' | 'gauge' | 'decimal' | 'stepped')[] = [];
  private readonly values: Float64Array;
  private readonly random: () => number;
  private tick = -1;
  private readonly types: Map<number, string> = new Map();

  constructor(index: number, series: number) {
    this.random = seededRandom(1000 + index);
    this.values = new Float64Array(series);
    const perFamily = Math.ceil(series / FAMILIES.length);
    for (const [name, kind, perSubscription] of FAMILIES) {
      this.types.set(this.prefixes.length, `# TYPE ${name} ${kind === 'counter' ? 'counter' : 'gauge'}\n`);
      for (let i = 0; i < perFamily && this.prefixes.length < series; i++) {
        const namespace = `acme/team-${i % 11}`;
        const topic = `persistent://${namespace}/events-${index}-${Math.floor(i / 3)}-partition-${i % 3}`;
        const subscription = perSubscription ? `,subscription="sub-${i % 3}"` : '';
        this.prefixes.push(`${name}{cluster="demo-1",namespace="${namespace}",topic="${topic}"${subscription}} `);
        this.kinds.push(kind);
        this.values[this.prefixes.length - 1] = Math.floor(this.random() * 1e6);
      }
    }
  }

  /** The body at a tick; ticks only go forward (a past tick renders the present values). */
  render(tick: number, timestampMs: number | undefined): Buffer {
    while (this.tick < tick) this.step(++this.tick);
    const suffix = timestampMs === undefined ? '\n' : ` ${timestampMs}\n`;
    const lines: string[] = [];
    for (let i = 0; i < this.prefixes.length; i++) {
      const type = this.types.get(i);
      if (type !== undefined) lines.push(type);
      const value = this.values[i];
      lines.push(
        this.prefixes[i],
        this.kinds[i] === 'decimal' ? value.toFixed(3) : Number.isInteger(value) ? `${value}.0` : String(value),
        suffix,
      );
    }
    return Buffer.from(lines.join(''), 'latin1');
  }

  private step(tick: number): void {
    for (let i = 0; i < this.values.length; i++) {
      const noise = this.random();
      switch (this.kinds[i]) {
        case 'counter':
          this.values[i] += Math.floor(noise * noise * 2000);
          break;
        case 'gauge':
          this.values[i] = Math.max(0, Math.round(this.values[i] + (noise - 0.5) * 200));
          break;
        case 'decimal':
          this.values[i] = Math.max(0, this.values[i] * (0.9 + noise * 0.2));
          break;
        case 'stepped':
          if (tick % 30 === i % 30) this.values[i] = Math.floor(noise * 500);
          break;
      }
    }
  }
}
