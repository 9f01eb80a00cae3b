import * as z from 'zod';

/** What came of loading a recorded incident. Times are RFC 3339. */
export const importedRecording = z.object({
  cluster: z.string(),
  from: z.string(),
  to: z.string(),
  scrapes: z.number(),
  /** Scrapes that failed when they were made, or whose body cannot be read. */
  failures: z.number(),
  samples: z.number(),
  nodes: z.array(z.object({ kind: z.string(), name: z.string(), id: z.string(), address: z.string() })),
  errors: z.array(z.string()),
});
export type ImportedRecordingAnswer = z.infer<typeof importedRecording>;
