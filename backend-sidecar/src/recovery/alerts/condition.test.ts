import fc from 'fast-check';
import { holds } from './condition.ts';

const number = fc.double();
const real = fc.double({ noNaN: true });

it('agrees with arithmetic for every operator', () => {
  fc.assert(
    fc.property(real, real, (value, threshold) => {
      expect(holds(value, '>', threshold)).toBe(value > threshold);
      expect(holds(value, '>=', threshold)).toBe(value >= threshold);
      expect(holds(value, '<', threshold)).toBe(value < threshold);
      expect(holds(value, '<=', threshold)).toBe(value <= threshold);
      expect(holds(value, '==', threshold)).toBe(value === threshold);
      expect(holds(value, '!=', threshold)).toBe(value !== threshold);
    }),
  );
});

it('operators exclude and complete each other, whatever the numbers', () => {
  fc.assert(
    fc.property(number, number, (value, threshold) => {
      const is = (operator: Parameters<typeof holds>[1]) => holds(value, operator, threshold);
      if (Number.isNaN(value) || Number.isNaN(threshold)) {
        for (const operator of ['>', '>=', '<', '<=', '==', '!='] as const) expect(is(operator)).toBeNull();
        return;
      }
      expect([is('>'), is('=='), is('<')].filter(Boolean)).toHaveLength(1);
      expect(is('>=')).toBe(!is('<'));
      expect(is('<=')).toBe(!is('>'));
      expect(is('!=')).toBe(!is('=='));
    }),
  );
});

it('texts are equal or not; everything else cannot be told', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (value, threshold) => {
      expect(holds(value, '==', threshold)).toBe(value === threshold);
      expect(holds(value, '!=', threshold)).toBe(value !== threshold);
      for (const operator of ['>', '>=', '<', '<='] as const) expect(holds(value, operator, threshold)).toBeNull();
    }),
  );
  expect(holds(null, '!=', 'Offline')).toBeNull();
  expect(holds('90', '>=', 90)).toBeNull();
});
