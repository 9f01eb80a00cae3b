import { chmod, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { kubernetesApi, type KubernetesApi } from './kubeconfig.ts';
import { listPods, podMetricsPath, type Pod } from './kubernetes-pods.ts';

export interface KubernetesFlags {
  namespace: string;
  kubeconfig?: string;
  brokerSelector: string;
  bookieSelector: string;
  /** Where target lists and certificates are written; nobody else may read it. */
  folder: string;
}

/** How often pods are listed anew: restarted ones have other names in deployments. */
const LIST_MS = 30_000;
const TIERS = [
  { job: 'broker', port: 8080, selector: 'brokerSelector' },
  { job: 'bookie', port: 8000, selector: 'bookieSelector' },
] as const;

/**
 * Scrape jobs for the brokers and bookies of a namespace, through the proxy of the API server, so that no pod has to be reached
 * from here. Targets are kept in files that the scraper watches.
 * @throws ObservatoryError OBS_RUN_KUBERNETES when pods cannot be listed at first; later lists keep what was known
 */
export async function kubernetesJobs(flags: KubernetesFlags): Promise<{ jobs: unknown[]; close: () => Promise<void> }> {
  const { folder, namespace } = flags;
  const api = await kubernetesApi(flags.kubeconfig);
  const list = async () => {
    for (const { job, port, selector } of TIERS) {
      const pods = await listPods(api, namespace, flags[selector]);
      await writeTargets(path.join(folder, `${job}.json`), targetsOf(api, namespace, pods, port));
    }
  };
  await list();
  const timer = setInterval(() => void list().catch(() => {}), LIST_MS);
  timer.unref();
  const client = await clientOf(api, folder);
  const jobs = TIERS.map(({ job }) => ({
    job_name: job,
    scheme: new URL(api.server).protocol.replace(':', ''),
    file_sd_configs: [{ files: [path.join(folder, `${job}.json`)], refresh_interval: '10s' }],
    ...client,
  }));
  return { jobs, close: () => Promise.resolve(clearInterval(timer)) };
}

/** A node is called as its pod, not as the server that all are asked through. */
function targetsOf(api: KubernetesApi, namespace: string, pods: readonly Pod[], port: number): unknown[] {
  const { host, pathname } = new URL(api.server);
  const prefix = pathname.replace(/\/+$/, '');
  return pods.map((pod) => ({
    targets: [host],
    labels: { __metrics_path__: prefix + podMetricsPath(namespace, pod, port), instance: pod.name },
  }));
}

/** The scraper's keys for the same account; certificates become files, as it wants them. */
async function clientOf(api: KubernetesApi, folder: string): Promise<Record<string, unknown>> {
  const file = async (name: string, content: string | undefined) => {
    if (content === undefined) return undefined;
    const target = path.join(folder, name);
    await writeFile(target, content, { mode: 0o600 });
    await chmod(target, 0o600);
    return target;
  };
  const tls = {
    ca_file: await file('ca.crt', api.ca),
    cert_file: await file('client.crt', api.clientCertificate),
    key_file: await file('client.key', api.clientKey),
    ...(api.insecure && { insecure_skip_verify: true }),
  };
  return {
    ...(api.tokenFile !== undefined
      ? { bearer_token_file: api.tokenFile }
      : api.token !== undefined && { bearer_token: api.token }),
    ...(Object.values(tls).some((each) => each !== undefined) && { tls_config: tls }),
  };
}

async function writeTargets(file: string, targets: readonly unknown[]): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(targets));
  await rename(`${file}.new`, file);
}
