import { jest } from '@jest/globals';
import { program } from '../program.ts';

/** Runs the command in this process and gives what it printed. @throws what the command throws */
export async function observatory(...args: string[]): Promise<string> {
  const printed: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
  try {
    await program()
      .exitOverride()
      .parseAsync(['node', 'observatory', ...args]);
  } finally {
    log.mockRestore();
  }
  return printed.join('\n');
}
