import * as z from 'zod';

/** The body of every answer of the Observatory API with a status of 400 and above. */
export const errorAnswer = z.object({
  error: z.object({
    /** `OBS_…`; docs/errors.md has a section for each. */
    code: z.string(),
    message: z.string(),
    /** What to do about it; may be empty. */
    hint: z.string(),
  }),
});
export type ErrorAnswer = z.infer<typeof errorAnswer>;
