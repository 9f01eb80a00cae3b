import type { ArithmeticOp, BinaryOp, ComparisonOp } from '../parser/ast.ts';

/** Go's math.Pow, which differs from JavaScript's for 1 to the power of NaN and -1 to the power of infinities. */
export function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1;
  return base ** exponent;
}

const ARITHMETIC: Readonly<Record<ArithmeticOp, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': power,
  atan2: Math.atan2,
};

const COMPARISON: Readonly<Record<ComparisonOp, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

export const arithmetic = (op: BinaryOp): ((a: number, b: number) => number) | undefined =>
  ARITHMETIC[op as ArithmeticOp];
export const comparison = (op: BinaryOp): ((a: number, b: number) => boolean) | undefined =>
  COMPARISON[op as ComparisonOp];

/** Both scalars; comparisons give 0 or 1. */
export function scalarOperation(op: BinaryOp): (a: number, b: number) => number {
  const compare = comparison(op);
  if (compare) return (a, b) => (compare(a, b) ? 1 : 0);
  const compute = arithmetic(op);
  if (!compute) throw new Error(`operator ${op} does not apply to scalars`);
  return compute;
}
