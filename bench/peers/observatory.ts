import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { folderBytes } from '../proc.ts';
import { scrapeConfig } from './prometheus.ts';
import type { SystemDefinition } from './system.ts';

export const observatory: SystemDefinition = {
  name: 'observatory',
  readyPath: '/-/ready',
  missing: () => undefined,
  prepare(dir, port, job) {
    const config = `listen: 127.0.0.1:${port}
auth: { loopback_role: admin }
storage: { path: ${path.join(dir, 'data')} }
api: { admin: true }
${scrapeConfig(job)}`;
    writeFileSync(path.join(dir, 'observatory.yaml'), config);
    return {
      command: process.execPath,
      // For example --cpu-prof: it does not go into NODE_OPTIONS.
      args: [...nodeFlags(), 'dist/cli.js', 'sidecar', '--config', path.join(dir, 'observatory.yaml')],
    };
  },
  async seal(system) {
    const response = await fetch(`${system.url}/api/v1/admin/tsdb/snapshot`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    const answer = (await response.json()) as { data?: { name: string }; error?: string };
    if (!answer.data) throw new Error(`snapshot: ${answer.error}`);
    const snapshot = path.join(system.dir, 'data/snapshots', answer.data.name);
    const indexBytes = folderBytes(snapshot, (file) => path.basename(file).startsWith('index'));
    return { dataBytes: folderBytes(snapshot) - indexBytes, indexBytes };
  },
};

function nodeFlags(): string[] {
  return (process.env.OBSERVATORY_NODE_FLAGS ?? '').split(' ').filter((flag) => flag !== '');
}
