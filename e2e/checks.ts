/** Named checks with their evidence, one line each, and the closing counts: what the end-to-end commands print. */
export class Checks {
  private passed = 0;
  private failed = 0;
  private readonly log: (line: string) => void;

  constructor(log: (line: string) => void) {
    this.log = log;
  }

  /** Runs one check; `run` returns a sentence of evidence or throws. */
  async check(name: string, run: () => Promise<string>): Promise<void> {
    try {
      this.log(`ok      ${name}: ${await run()}`);
      this.passed++;
    } catch (error) {
      this.fail(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  fail(sentence: string): void {
    this.log(`FAILED  ${sentence}`);
    this.failed++;
  }

  /** Prints `N passed, N failed, N skipped` and returns the exit code. */
  finish(skipped = 0): number {
    this.log(`${this.passed} passed, ${this.failed} failed, ${skipped} skipped`);
    return this.failed === 0 ? 0 : 1;
  }
}

/** Repeats until `probe` gives a sentence (or whatever is waited for); its last complaint is the failure. */
export async function eventually<T = string>(seconds: number, probe: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** @throws Error with the complaint when the condition does not hold. */
export function demand(condition: boolean, complaint: string): asserts condition {
  if (!condition) throw new Error(complaint);
}
