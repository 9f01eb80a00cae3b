import path from 'node:path';
import type { RunData } from '@observatory/backend-sidecar/runs/index';
import { explained } from './sidecar-client.ts';

/** A run as its folder holds it; one whose recorder was killed has what it had looked at. @throws Error when it holds no run */
export async function runFromFolder(folder: string): Promise<RunData> {
  const { readRunFolder, RunFolder } = await import('@observatory/backend-sidecar/runs/index');
  try {
    return await readRunFolder(new RunFolder(path.resolve(folder)));
  } catch (error) {
    throw explained(
      'OBS_RUN_ARCHIVE',
      `${folder} holds no run (${error instanceof Error ? error.message : String(error)})`,
      {
        hint: 'give the folder that observatory run wrote',
        cause: error,
      },
    );
  }
}
