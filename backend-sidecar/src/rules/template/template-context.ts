import type { Labels } from '../../model/labels.ts';
import type { GoValue } from './value.ts';

/** What `query` gives a template. */
export type TemplateQuery = (query: string, timeMs: number) => Promise<readonly { labels: Labels; value: number }[]>;

/** What a template is carried out on and with. */
export interface TemplateContext {
  /** The dot at the beginning. */
  data: GoValue;
  /** Time of the evaluation, for `query` and `now`. */
  timeMs: number;
  query: TemplateQuery;
  /** Where people reach this process; empty when unknown. */
  externalUrl: string;
}
