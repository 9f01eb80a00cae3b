import { integer, javaDouble, threeDecimals } from './number.ts';

describe('numbers as the Java processes print them', () => {
  it.each([
    [0, '0.0'],
    [8, '8.0'],
    [0.5, '0.5'],
    [-1, '-1.0'],
    [9_999_999, '9999999.0'],
    [10_000_000, '1.0E7'],
    [1795321831.741, '1.795321831741E9'],
    [2.402906112e9, '2.402906112E9'],
    [0.001, '0.001'],
    [0.00025, '2.5E-4'],
    [NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
  ])('Double.toString of %p is %s', (value, text) => {
    expect(javaDouble(value)).toBe(text);
  });

  it("prints BookKeeper's infinities in full", () => {
    expect(javaDouble(-Infinity, true)).toBe('-Infinity');
  });

  it.each([
    [0, '0.0'],
    [18, '18.0'],
    [2.45, '2.450'],
    [205.7968, '205.796'],
    [3.007, '3.007'],
    [-1.5, '-1.500'],
  ])('three decimals of %p are %s', (value, text) => {
    expect(threeDecimals(value)).toBe(text);
  });

  it('cuts longs', () => {
    expect([integer(3.9), integer(-3.9), integer(1e12)]).toEqual(['3', '-3', '1000000000000']);
  });
});
