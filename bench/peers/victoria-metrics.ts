import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { folderBytes } from '../proc.ts';
import { scrapeConfig } from './prometheus.ts';
import { onPath, type SystemDefinition } from './system.ts';

export const victoriaMetrics: SystemDefinition = {
  name: 'victoria-metrics',
  readyPath: '/health',
  missing: () => (onPath('victoria-metrics') ? undefined : 'victoria-metrics is not installed'),
  prepare(dir, port, job) {
    writeFileSync(path.join(dir, 'prometheus.yml'), scrapeConfig(job));
    return {
      command: 'victoria-metrics',
      args: [
        `-promscrape.config=${path.join(dir, 'prometheus.yml')}`,
        `-storageDataPath=${path.join(dir, 'data')}`,
        `-httpListenAddr=127.0.0.1:${port}`,
        '-retentionPeriod=10y',
        '-loggerLevel=WARN',
      ],
    };
  },
  async seal(system) {
    await fetch(`${system.url}/internal/force_flush`);
    await fetch(`${system.url}/internal/force_merge`);
    // Merged parts replace the old ones in the background: the smallest size within half a minute counts.
    const data = path.join(system.dir, 'data');
    let smallest = Infinity;
    for (let i = 0; i < 15; i++) {
      await new Promise((resolve) => setTimeout(resolve, 2000));
      smallest = Math.min(smallest, folderBytes(path.join(data, 'data')));
    }
    const indexBytes = folderBytes(path.join(data, 'indexdb'));
    return { dataBytes: smallest, indexBytes };
  },
};
