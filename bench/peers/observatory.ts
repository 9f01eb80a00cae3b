import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { sealStore } from '../seal-store.ts';
import { scrapeConfig } from './prometheus.ts';
import type { SystemDefinition } from './system.ts';

/**
 * @param derives whether it also derives the canonical series (up to 20,000 a broker), which the peers do not do: those
 * cost CPU, memory and disk that no sample of theirs answers for, so the comparison is without them.
 */
function sidecar(name: string, derives: boolean): SystemDefinition {
  return {
    name,
    readyPath: '/-/ready',
    missing: () => undefined,
    prepare(dir, port, job) {
      const config = `listen: 127.0.0.1:${port}
auth: { loopback_role: admin }
storage: { path: ${path.join(dir, 'data')}, retention: 90d }
canonical: { enabled: ${derives} }
${scrapeConfig(job)}`;
      writeFileSync(path.join(dir, 'observatory.yaml'), config);
      return {
        command: process.execPath,
        args: ['dist/cli.js', 'sidecar', '--config', path.join(dir, 'observatory.yaml')],
      };
    },
    // The sidecar writes blocks when their time is over: here the store is opened without it and made to seal all it holds.
    async seal(system) {
      await system.stop();
      return sealStore(path.join(system.dir, 'data'));
    },
  };
}

export const observatory = sidecar('observatory', false);
export const observatoryDeriving = sidecar('observatory-canonical', true);
