import { DurableLines } from '../engine/durable-lines.ts';

/** A journal that stops the process, so to speak: at its n-th record, before or after it is on disk. */
export class CrashingJournal extends DurableLines {
  private left: number;
  private readonly afterWrite: boolean;
  crashed = false;

  constructor(file: string, records: number, afterWrite: boolean) {
    super(file);
    this.left = records;
    this.afterWrite = afterWrite;
  }

  override async append(record: unknown): Promise<void> {
    if (this.crashed) return never();
    if (this.left-- > 0) return super.append(record);
    this.crashed = true;
    if (this.afterWrite) await super.append(record);
    return never();
  }
}

/** A process that is gone goes on with nothing. */
function never(): Promise<never> {
  return new Promise(() => {});
}
