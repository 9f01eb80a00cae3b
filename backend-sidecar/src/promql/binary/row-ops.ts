/**
 * Element-wise operators on whole rows. Written out per operator: a call per element through a variable function is
 * several times slower.
 */
import type { Row } from '../engine/row.ts';
import type { BinaryOp } from '../parser/ast.ts';
import { comparison, power } from './element.ts';

/** Values only; presence is the caller's business. `left` and `right` are columns, or one number for all steps. */
export function arithmeticRow(op: BinaryOp, left: Float64Array, right: Float64Array, out: Float64Array): void {
  const { length } = out;
  switch (op) {
    case '+':
      for (let i = 0; i < length; i++) out[i] = left[i] + right[i];
      return;
    case '-':
      for (let i = 0; i < length; i++) out[i] = left[i] - right[i];
      return;
    case '*':
      for (let i = 0; i < length; i++) out[i] = left[i] * right[i];
      return;
    case '/':
      for (let i = 0; i < length; i++) out[i] = left[i] / right[i];
      return;
    case '%':
      for (let i = 0; i < length; i++) out[i] = left[i] % right[i];
      return;
    case '^':
      for (let i = 0; i < length; i++) out[i] = power(left[i], right[i]);
      return;
    case 'atan2':
      for (let i = 0; i < length; i++) out[i] = Math.atan2(left[i], right[i]);
      return;
    default:
      throw new Error(`operator ${op} is not arithmetic`);
  }
}

/**
 * A comparison of two columns into `out`, whose presence the caller has set to where both sides are: with `returnBool` it
 * becomes 0 or 1, else elements that do not pass go absent and the others become the `kept` column's.
 */
export function compareRow(
  op: BinaryOp,
  left: Float64Array,
  right: Float64Array,
  kept: Float64Array,
  returnBool: boolean,
  out: Row,
): void {
  const compare = comparison(op);
  if (!compare) throw new Error(`operator ${op} is no comparison`);
  const { values, present } = out;
  let { count } = out;
  for (let step = 0; step < values.length; step++) {
    if (present[step] === 0) continue;
    const passes = compare(left[step], right[step]);
    if (returnBool) values[step] = passes ? 1 : 0;
    else if (passes) values[step] = kept[step];
    else {
      present[step] = 0;
      count--;
    }
  }
  out.count = count;
}

/** Sets presence of `out` to where both rows are present. */
export function intersect(left: Row, right: Row, out: Row): void {
  if (left.isFull) out.present.set(right.present);
  else if (right.isFull) out.present.set(left.present);
  else
    for (let step = 0; step < out.present.length; step++) out.present[step] = left.present[step] & right.present[step];
  if (left.isFull) out.count = right.count;
  else if (right.isFull) out.count = left.count;
  else {
    let count = 0;
    for (let step = 0; step < out.present.length; step++) count += out.present[step];
    out.count = count;
  }
}
