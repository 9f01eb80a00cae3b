import type { MeasureSource } from '@observatory/backend-sidecar/runs/index';
import type { RunSource } from '@observatory/protocol/run-objects';
import { readFile } from 'node:fs/promises';

export interface SourceFlags {
  url: string;
  tokenFile?: string;
  cluster?: string;
  every: number;
  brokers?: string[];
  bookies?: string[];
  ombWorkers?: string[];
  kubernetes?: string;
  kubeconfig?: string;
  brokerSelector: string;
  bookieSelector: string;
}

/** Where the measures of a run are asked. */
export interface OpenSource {
  kind: RunSource;
  source: MeasureSource;
  close(): Promise<void>;
}

/** A Prometheus API, or nodes that are scraped by ourselves. @throws Error with what is wrong */
export async function openSource(flags: SourceFlags): Promise<OpenSource> {
  const { openScrapes } = await import('./run-scrapes.ts');
  return (await openScrapes(flags)) ?? openEngine(flags);
}

/** The token of `--token-file`, or of the environment; undefined without one. */
export async function tokenOf(file: string | undefined): Promise<string | undefined> {
  return file === undefined ? process.env.OBSERVATORY_TOKEN : (await readFile(file, 'utf8')).trim();
}

/** A sidecar or another engine with the Prometheus API. */
export async function openEngine({
  url,
  tokenFile,
  cluster = '',
}: Pick<SourceFlags, 'url' | 'tokenFile' | 'cluster'>): Promise<OpenSource> {
  const [{ createRemoteQuerySource }, { parseConfig }, { systemClock }] = await Promise.all([
    import('@observatory/backend-sidecar/remote/index'),
    import('@observatory/backend-sidecar/config/index'),
    import('@observatory/backend-sidecar/util/clock'),
  ]);
  const token = await tokenOf(tokenFile);
  const query = { source: 'remote', url, timeout: '10s', ...(token !== undefined && { bearer_token: token }) };
  // JSON is YAML: the same keys, the same checks as of a sidecar that asks another engine.
  const config = parseConfig(JSON.stringify({ query }), 'run.yaml');
  const remote = createRemoteQuerySource({
    config: { ...config.query, url },
    clock: systemClock,
    userAgent: 'PulsarObservatory/run',
  });
  return { kind: 'prometheus', source: { promql: remote.promql, cluster }, close: () => remote.close() };
}
