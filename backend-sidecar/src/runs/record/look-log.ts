import { appendFile, open, rm } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { snapshot, type Snapshot } from './snapshot.ts';

/**
 * One look a line, on disk before the next is taken, so that whoever is killed has lost nothing. Lines that are no look (a
 * torn end) are left out.
 */
export class LookLog {
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  append(look: Snapshot): Promise<void> {
    return appendFile(this.file, `${JSON.stringify(look)}\n`);
  }

  /** Line by line: the text of a long run is never whole in memory. */
  async read(): Promise<Snapshot[]> {
    const looks: Snapshot[] = [];
    const lines = createInterface({ input: createReadStream(this.file), crlfDelay: Infinity });
    for await (const line of lines) {
      const look = parsed(line);
      if (look) looks.push(look);
    }
    return looks;
  }

  /** How many there are; 0 when there is no file. */
  async count(): Promise<number> {
    return (await this.read().catch(() => [])).length;
  }

  /** A torn end would swallow the next line: it is closed first. */
  async mend(): Promise<void> {
    const handle = await open(this.file, 'a+');
    try {
      const { size } = await handle.stat();
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
      if (size > 0 && buffer[0] !== NEWLINE) await handle.appendFile('\n');
    } finally {
      await handle.close();
    }
  }

  remove(): Promise<void> {
    return rm(this.file, { force: true });
  }
}

const NEWLINE = 0x0a;

function parsed(line: string): Snapshot | undefined {
  try {
    return snapshot.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
