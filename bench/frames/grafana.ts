/** A Grafana with two datasources, ours and its own for Prometheus, if there is one on this machine. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { freePort } from '../peers/system.ts';

interface Server {
  findGrafana(): { home: string; binary: string } | undefined;
  startGrafana(options: object): Promise<{ url: string; process: ChildProcess; stop(): Promise<void> }>;
}

export interface RunningGrafana {
  url: string;
  authorization: string;
  /** Of Grafana, and of the datasource's backend that it started. */
  pid: number;
  backendPid: number;
  stop(): Promise<void>;
}

const DATASOURCES = (sidecarUrl: string, prometheusUrl: string) => `apiVersion: 1
datasources:
  - { name: Ours, uid: ours, type: observatory-pulsar-datasource, access: proxy, jsonData: { sidecarUrl: '${sidecarUrl}' } }
  - { name: Prometheus, uid: prometheus, type: prometheus, access: proxy, url: '${prometheusUrl}', jsonData: { httpMethod: POST } }
`;

/** Undefined where Grafana is missing (GRAFANA_HOME, or `grafana` on PATH). */
export async function startGrafanaWith(
  dir: string,
  sidecarUrl: string,
  prometheusUrl: string,
): Promise<RunningGrafana | undefined> {
  // Asked for by its path: a bundle of it would look for Grafana's files beside itself.
  const server = (await import(path.resolve('scripts/grafana-server.mjs'))) as Server;
  const grafana = server.findGrafana();
  if (!grafana) return undefined;
  const provisioningDir = path.join(dir, 'provisioning');
  mkdirSync(path.join(provisioningDir, 'datasources'), { recursive: true });
  writeFileSync(path.join(provisioningDir, 'datasources/bench.yaml'), DATASOURCES(sidecarUrl, prometheusUrl));
  const adminPassword = 'bench-of-frames';
  const running = await server.startGrafana({
    grafana,
    port: await freePort(),
    dataDir: path.join(dir, 'data'),
    adminPassword,
    provisioningDir,
  });
  const pid = running.process.pid ?? 0;
  const authorization = `Basic ${Buffer.from(`admin:${adminPassword}`).toString('base64')}`;
  const health = await fetch(`${running.url}/api/datasources/uid/ours/health`, { headers: { authorization } });
  if (!health.ok) {
    await running.stop();
    throw new Error(`the datasource in Grafana is not well: ${await health.text()}`);
  }
  const children = execFileSync('pgrep', ['-P', String(pid), '-f', 'gpx_observatory'], { encoding: 'utf8' });
  return { url: running.url, authorization, pid, backendPid: Number(children.split('\n')[0]), stop: running.stop };
}
