/** What one scrape may cost; 0 means no limit. Given in `global`, by job and by cluster. */
import { integer, size } from '../scalars.ts';

export const scrapeLimitShape = {
  body_size_limit: size()
    .optional()
    .describe(
      'Largest decompressed body of a scrape; a larger one fails the scrape: 512MB unless set, 0 means no limit.',
    ),
  sample_limit: integer()
    .optional()
    .describe('Most samples of a scrape after relabelling; more fail the scrape. 0 means no limit.'),
  label_limit: integer().optional().describe('Most labels of a sample. 0 means no limit.'),
  label_name_length_limit: integer().optional().describe('Longest label name, in bytes. 0 means no limit.'),
  label_value_length_limit: integer().optional().describe('Longest label value, in bytes. 0 means no limit.'),
  target_limit: integer()
    .optional()
    .describe('Most targets of a job; with more, all of its scrapes fail. 0 means no limit.'),
  keep_dropped_targets: integer()
    .optional()
    .describe('How many targets dropped by relabelling are remembered for display. 0 means all, up to 10,000.'),
};
