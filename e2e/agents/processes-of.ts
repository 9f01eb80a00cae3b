import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AgentsProduct } from './agents-product.ts';

/** Numbers of a service's processes, asked of the machine and not of who is being checked: its file of starts marks them. */
export function processesOf({ folder }: AgentsProduct, agent: string, service: string): number[] {
  const mark = `STARTS_FILE=${path.join(folder, agent, `${service}.starts`)}`;
  return readdirSync('/proc').flatMap((name): number[] => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    try {
      const isZombie = /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
      return !isZombie && readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark) ? [pid] : [];
    } catch {
      return [];
    }
  });
}
