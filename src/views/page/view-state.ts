import * as z from 'zod';
import type { ViewLocation } from '../host/ViewHost.ts';

/** A view kept as a file: the page and everything that its address says. */
export const viewStateFile = z.object({
  kind: z.literal('pulsar-observatory-view'),
  version: z.literal(1),
  path: z.string().max(2000),
  search: z.record(z.string().max(200), z.string().max(100_000)),
});
export type ViewStateFile = z.infer<typeof viewStateFile>;

export function writeViewState({ path, search }: ViewLocation): string {
  const state: ViewStateFile = {
    kind: 'pulsar-observatory-view',
    version: 1,
    path,
    search: Object.fromEntries(search),
  };
  return `${JSON.stringify(state, null, 2)}\n`;
}

/** @throws Error that says what is wrong with the file. */
export function readViewState(text: string): ViewLocation {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('The file is not JSON. Choose one that was written by “Export view”.');
  }
  const state = viewStateFile.safeParse(value);
  if (!state.success)
    throw new Error(
      'The file is no view of Pulsar Observatory, or of a newer version. Choose one that was written by “Export view”.',
    );
  return { path: state.data.path, search: new URLSearchParams(state.data.search) };
}
