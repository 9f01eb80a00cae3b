import fc from 'fast-check';
import { formatFloat, formatFloatDecimal, formatFloatGeneral } from './format-float.ts';

describe('formatFloat', () => {
  it.each([
    [0, '0'],
    [-0, '-0'],
    [1, '1'],
    [-17, '-17'],
    [0.1, '0.1'],
    [1e20, '100000000000000000000'],
    [1e21, '1e+21'],
    [-1.5e300, '-1.5e+300'],
    [1e-6, '0.000001'],
    [1e-7, '1e-07'],
    [2.5e-10, '2.5e-10'],
    [NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
  ])('%d is %s', (value, text) => {
    expect(formatFloat(value)).toBe(text);
  });

  it('reads back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(formatFloat(value))).toBe(value);
        expect(Number(formatFloatDecimal(value))).toBe(value);
        expect(Number(formatFloatGeneral(value))).toBe(value);
        expect(formatFloatDecimal(value)).not.toContain('e');
      }),
    );
  });

  it.each([
    [1e21, '1000000000000000000000'],
    [1.5e-9, '0.0000000015'],
    [123456.789, '123456.789'],
  ])('%d is %s as a decimal', (value, text) => {
    expect(formatFloatDecimal(value)).toBe(text);
  });

  it.each([
    [1e6, '1e+06'],
    [123456, '123456'],
    [1234567, '1.234567e+06'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [979.75, '979.75'],
  ])('%d is %s in general form', (value, text) => {
    expect(formatFloatGeneral(value)).toBe(text);
  });
});
