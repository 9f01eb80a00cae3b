import { formatValue } from './format-value.ts';

describe('formatValue', () => {
  it.each([
    [12_345, 'msgps', '12.3k msg/s'],
    [0, 'msgps', '0 msg/s'],
    [450, 'ms', '450 ms'],
    [0.25, 'ms', '250 µs'],
    [1500, 'ms', '1.5 s'],
    [90_000, 'ms', '1.5 min'],
    [0.953, 'percentunit', '95.3 %'],
    [1.25 * 2 ** 30, 'bytes', '1.25 GiB'],
    [100 * 2 ** 20, 'Bps', '100 MiB/s'],
    [-2500, 'short', '-2.5k'],
    [100, 'short', '100'],
    [0.015, 'short', '0.015'],
    [0.25, 'short', '0.25'],
    [0.00012, 'short', '0.00012'],
    [0.00001, 'short', '1.0e-5'],
    [null, 'ms', '–'],
    [NaN, 'ms', '–'],
    [Infinity, 'short', '∞'],
  ] as const)('%p in %s reads %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });
});
