import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folderBytes } from '../proc.ts';
import { onPath, type ScrapeJob, type SystemDefinition } from './system.ts';

/** Prometheus' configuration for a job; the same file serves Prometheus, VictoriaMetrics and the sidecar. */
export function scrapeConfig(job: ScrapeJob | undefined): string {
  if (!job) return 'global: { scrape_interval: 15s }\n';
  const interval = `${job.intervalMs}ms`;
  const jobs = job.paths.map(
    (metricsPath, index) => `  - job_name: bench-${index}
    metrics_path: ${metricsPath}
    scrape_interval: ${interval}
    scrape_timeout: ${interval}
    static_configs: [{ targets: ['${job.address}'], labels: { target: 't${index}' } }]
`,
  );
  return `global: { scrape_interval: 15s }\nscrape_configs:\n${jobs.join('')}`;
}

export function prometheus(command: string, name: string): SystemDefinition {
  return {
    name,
    readyPath: '/-/ready',
    missing: () => (onPath(command) ? undefined : `${command} is not installed`),
    prepare(dir, port, job) {
      writeFileSync(path.join(dir, 'prometheus.yml'), scrapeConfig(job));
      return {
        command,
        args: [
          `--config.file=${path.join(dir, 'prometheus.yml')}`,
          `--storage.tsdb.path=${path.join(dir, 'data')}`,
          `--web.listen-address=127.0.0.1:${port}`,
          '--web.enable-admin-api',
          '--web.enable-remote-write-receiver',
          '--log.level=warn',
        ],
      };
    },
    // A snapshot writes the head as a block: chunks and index in their final form.
    async seal(system) {
      const response = await fetch(`${system.url}/api/v1/admin/tsdb/snapshot`, { method: 'POST' });
      const { data } = (await response.json()) as { data: { name: string } };
      const snapshot = path.join(system.dir, 'data/snapshots', data.name);
      readdirSync(snapshot);
      const indexBytes = folderBytes(snapshot, (file) => path.basename(file) === 'index');
      return { dataBytes: folderBytes(snapshot) - indexBytes, indexBytes };
    },
  };
}
