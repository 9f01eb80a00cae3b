import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { Clock } from '../../util/clock.ts';
import { BAND_COUNT } from './band.ts';
import type { Layout } from './layout.ts';

const savedLayout = z.object({
  version: z.literal(1),
  clusters: z.record(
    z.string(),
    z.object({
      span: z.int().positive(),
      rows: z.array(z.int().positive()).length(BAND_COUNT),
      columns: z.array(z.object({ rack: z.string(), from: z.int(), width: z.int().positive() })),
      slots: z.array(
        z.tuple([
          z.string(),
          z
            .int()
            .min(0)
            .max(BAND_COUNT - 1),
          z.string(),
          z.int(),
          z.int(),
          z.number(),
        ]),
      ),
    }),
  ),
});

export interface LayoutFileOptions {
  file: string;
  layout: Layout;
  clock: Clock;
  onError: (error: unknown) => void;
}

const SAVE_EVERY_MS = 5_000;

/**
 * Keeps the layout in a JSON file over restarts: a few bytes a node, written whole and at most every 5 s when somebody joined.
 * A file that is missing or damaged costs only the order of the picture.
 */
export class LayoutFile {
  private readonly options: LayoutFileOptions;
  private cancel: (() => void) | undefined;

  constructor(options: LayoutFileOptions) {
    this.options = options;
  }

  async start(): Promise<void> {
    const { file, layout, onError } = this.options;
    try {
      layout.restore(savedLayout.parse(JSON.parse(await readFile(file, 'utf8'))));
    } catch (error) {
      if (!isMissing(error)) onError(error);
    }
    this.arm();
  }

  async stop(): Promise<void> {
    this.cancel?.();
    await this.save();
  }

  private arm(): void {
    this.cancel = this.options.clock.setTimeout(() => void this.save().then(() => this.arm()), SAVE_EVERY_MS);
  }

  private async save(): Promise<void> {
    const { file, layout, onError } = this.options;
    const changes = layout.takeChanges();
    if (!changes) return;
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(`${file}.new`, JSON.stringify(changes));
      await rename(`${file}.new`, file);
    } catch (error) {
      onError(error);
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
