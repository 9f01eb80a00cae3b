/** Binary operators, from the loosest; `^` binds to the right. */
export const PRECEDENCE: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<=': 3,
  '<': 3,
  '>=': 3,
  '>': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 6,
};

export const COMPARISONS: readonly string[] = ['==', '!=', '>', '<', '>=', '<='];
export const ARITHMETIC: readonly string[] = ['+', '-', '*', '/', '%', '^', 'atan2'];
export const SET_OPERATORS: readonly string[] = ['and', 'or', 'unless'];
