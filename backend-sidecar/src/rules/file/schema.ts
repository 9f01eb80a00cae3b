import type { z } from 'zod';
import { duration, integer, text } from '../../config/scalars.ts';
import { list, mapping, section } from '../../config/section.ts';

const ruleSchema = section({
  record: text().default(''),
  alert: text().default(''),
  expr: text().default(''),
  for: duration().optional(),
  keep_firing_for: duration().optional(),
  labels: mapping(text()).default({}),
  annotations: mapping(text()).default({}),
});

const groupSchema = section({
  name: text().default(''),
  interval: duration().default(0),
  query_offset: duration().optional(),
  limit: integer(0).default(0),
  labels: mapping(text()).default({}),
  rules: list(ruleSchema).default([]),
});

/** A rule file's shape. What must not be empty or must not stand together is checked afterwards, in Prometheus' words. */
export const ruleFileSchema = section({ groups: list(groupSchema).default([]) });

export type RawGroup = z.output<typeof groupSchema>;
export type RawRule = z.output<typeof ruleSchema>;
