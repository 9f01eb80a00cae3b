import { LEGACY_LABEL_NAME } from '../../model/labels.ts';
import type { Matcher } from '../../model/matcher.ts';

/** PromQL for a list of matchers: `{__name__="up",job=~"a|b"}`. */
export function selectorText(matchers: readonly Matcher[]): string {
  const parts = matchers.map(
    ({ type, name, value }) =>
      `${LEGACY_LABEL_NAME.test(name) ? name : JSON.stringify(name)}${type}${JSON.stringify(value)}`,
  );
  return `{${parts.join(',')}}`;
}

/** Time as the API takes it: seconds with three decimals. */
export function timeText(timeMs: number): string {
  return (timeMs / 1000).toFixed(3);
}
