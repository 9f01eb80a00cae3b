import { readFile } from 'node:fs/promises';

export interface RunDocuments {
  workload?: string;
  driver?: string;
  /** Sentences: what could not be read. */
  troubles: string[];
}

/** As the protocol allows. */
const MOST_LENGTH = 200_000;

/** Workload and driver of a run: from the flags, else from the command line that it wraps. Secrets of the driver are left out. */
export async function runDocuments(
  command: readonly string[],
  flags: { workload?: string; driver?: string },
): Promise<RunDocuments> {
  const [{ ombFiles }, { redactYaml }] = await Promise.all([
    import('@observatory/backend-sidecar/runs/documents/omb-arguments'),
    import('@observatory/backend-sidecar/runs/documents/redact-yaml'),
  ]);
  const named = ombFiles(command);
  const troubles: string[] = [];
  const read = async (what: string, files: readonly string[]): Promise<string | undefined> => {
    const texts: string[] = [];
    for (const file of files) {
      try {
        texts.push(redactYaml(await readFile(file, 'utf8')));
      } catch (error) {
        troubles.push(
          `The ${what} ${file} could not be read (${error instanceof Error ? error.message : String(error)}).`,
        );
      }
    }
    const text = texts.join('---\n');
    if (text.length <= MOST_LENGTH) return text === '' ? undefined : text;
    troubles.push(`The ${what} is longer than ${MOST_LENGTH} characters and is not kept.`);
    return undefined;
  };
  const workload = await read('workload', flags.workload === undefined ? named.workloads : [flags.workload]);
  const driver = await read('driver', flags.driver === undefined ? named.drivers : [flags.driver]);
  return { ...(workload !== undefined && { workload }), ...(driver !== undefined && { driver }), troubles };
}
