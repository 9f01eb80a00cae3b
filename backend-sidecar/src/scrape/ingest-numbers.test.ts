import { SeededRandom } from '../testing/seeded-random.ts';
import type { AppendCounts, Appender, SampleBatch } from '../storage.ts';
import { CachedIngester } from './ingest-cached.ts';
import { scanKernel } from './ingest-kernel.ts';

const COUNTS: AppendCounts = {
  appended: 0,
  refused: { out_of_order: 0, out_of_bounds: 0, duplicate: 0, series_limit: 0, memory_limit: 0 },
};

/** Reads each number as the new value of a known line, which is the kernel's own way; returns values and lines left over. */
function readByKernel(numbers: readonly string[]): { values: Float64Array; leftOver: number } {
  let values = new Float64Array(0);
  let refs = 0;
  const appender: Appender = {
    seriesRef: () => ++refs,
    newLayoutId: () => 1,
    appendBatch: (batch: SampleBatch) => {
      values = batch.values.slice(0, batch.length);
      return COUNTS;
    },
    append: () => undefined,
    appendStale: () => undefined,
    appendExemplar: () => undefined,
    setMetadata: () => undefined,
    isLive: () => true,
  };
  const limits = {
    sampleLimit: 0,
    labelLimit: 0,
    labelNameLengthLimit: 0,
    labelValueLengthLimit: 0,
    bodySizeLimitBytes: 0,
  };
  const ingester = new CachedIngester(
    appender,
    {
      mutateLabels: (labels) => labels,
      honorTimestamps: false,
      trackTimestampsStaleness: false,
      limits,
      strict: false,
    },
    'text',
  );
  for (const values of [numbers.map(() => '7e7'), numbers]) {
    ingester.begin('text/plain', undefined);
    ingester.write(Buffer.from(values.map((value, i) => `m${i} ${value}\n`).join('')));
    ingester.finish(1);
  }
  ingester.close();
  return { values, leftOver: scanKernel().wasm.todoCount() };
}

function expectExact(numbers: readonly string[]): number {
  const { values, leftOver } = readByKernel(numbers);
  expect(values).toHaveLength(numbers.length);
  const wrong = numbers.filter((number, i) => !Object.is(values[i], Number(number.replace('Inf', 'Infinity'))));
  expect(wrong).toEqual([]);
  return leftOver;
}

describe('numbers read by the kernel are those that JavaScript reads', () => {
  const random = new SeededRandom(7);

  it('shortest forms of random doubles of all sizes', () => {
    const bits = new DataView(new ArrayBuffer(8));
    const numbers = Array.from({ length: 50_000 }, () => {
      bits.setUint32(0, random.below(2 ** 32));
      bits.setUint32(4, random.below(2 ** 32));
      const value = bits.getFloat64(0);
      return Number.isFinite(value) ? String(value) : 'NaN';
    });
    expectExact(numbers);
  });

  it('the numbers that exporters write, nearly all of them without the host', () => {
    const numbers = Array.from({ length: 100_000 }, () => {
      const value = (random.next() - 0.3) * 10 ** (random.below(36) - 16);
      return random.pick([
        String,
        (x: number) => x.toFixed(3),
        (x: number) => x.toExponential(random.below(18)).toUpperCase(),
        (x: number) => x.toPrecision(17),
        (x: number) => String(Math.round(x)),
      ])(value);
    }).filter((number) => number.length < 40);
    const leftOver = expectExact(numbers);
    expect(leftOver / numbers.length).toBeLessThan(0.2);
  });

  it('halfway cases and their neighbours', () => {
    const numbers: string[] = [];
    for (let i = 0; i < 20_000; i++) {
      // 54-bit odd integers lie exactly between two doubles; so do their small multiples of ten.
      const half = (2n ** 53n + BigInt(random.below(2 ** 30)) * 2n ** 21n + BigInt(random.below(2 ** 20))) * 2n + 1n;
      const shift = BigInt(random.below(4));
      numbers.push(
        String(half << shift),
        String((half << shift) + 1n),
        String((half << shift) - 1n),
        `${half}e${random.below(6)}`,
        `${half}e-${random.below(30)}`,
      );
    }
    for (let power = -70; power <= 70; power++)
      numbers.push(
        `9007199254740993e${power}`,
        `9007199254740992e${power}`,
        `18446744073709551615e${power}`,
        `1e${power}`,
        `9999999999999999999e${power}`,
      );
    expectExact(numbers);
  });

  it('zeros, signs, specials and forms at the edge', () => {
    const numbers = [
      '0',
      '-0',
      '0.0',
      '-0.0e5',
      '00',
      '007',
      '.5',
      '-.5',
      '5.',
      '+5',
      '1e0',
      '1E+02',
      '1e-02',
      'NaN',
      'Inf',
      '+Inf',
      '-Inf',
      '1e308',
      '1e-308',
      '4.9e-324',
      '0.000000000000000000000000000001',
      '123456789012345678901234567890',
      '9007199254740993',
      '1e22',
      '1e23',
      '-1e-22',
    ];
    expectExact(numbers);
  });
});
