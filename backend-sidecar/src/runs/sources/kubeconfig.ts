import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { messageOf, ObservatoryError } from '../../util/errors.ts';

/** How the API of a Kubernetes cluster is reached. What is secret is only ever in memory or in files of ours. */
export interface KubernetesApi {
  server: string;
  ca?: string;
  insecure: boolean;
  token?: string;
  /** Read anew for each request: service accounts' tokens are renewed. */
  tokenFile?: string;
  clientCertificate?: string;
  clientKey?: string;
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

const named = <Shape extends z.ZodRawShape>(key: string, shape: Shape) =>
  z.array(z.looseObject({ name: z.string(), [key]: z.looseObject(shape) })).default([]);
const text = z.string().optional();
const kubeconfig = z.looseObject({
  'current-context': z.string().default(''),
  clusters: named('cluster', {
    server: z.string(),
    'certificate-authority': text,
    'certificate-authority-data': text,
    'insecure-skip-tls-verify': z.boolean().default(false),
  }),
  contexts: named('context', { cluster: z.string(), user: z.string() }),
  users: named('user', {
    token: text,
    tokenFile: text,
    'client-certificate': text,
    'client-certificate-data': text,
    'client-key': text,
    'client-key-data': text,
  }),
});

/**
 * The API that a kubeconfig names (its current context), or the one of the cluster in which we run.
 * @param file `--kubeconfig`; else KUBECONFIG, else the service account, else ~/.kube/config
 * @throws ObservatoryError OBS_RUN_KUBERNETES with what is missing
 */
export async function kubernetesApi(
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<KubernetesApi> {
  const named = file ?? (env.KUBECONFIG === '' ? undefined : env.KUBECONFIG);
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  if (named === undefined && host !== undefined && host !== '') return inCluster(host, port);
  const config = named ?? path.join(homedir(), '.kube', 'config');
  try {
    return await fromFile(config);
  } catch (error) {
    if (error instanceof ObservatoryError) throw error;
    throw refused(`${config} cannot be read (${messageOf(error)})`, error);
  }
}

async function inCluster(host: string, port: string): Promise<KubernetesApi> {
  const ca = await readFile(`${SERVICE_ACCOUNT}/ca.crt`, 'utf8').catch(() => undefined);
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    insecure: false,
    tokenFile: `${SERVICE_ACCOUNT}/token`,
    ...(ca !== undefined && { ca }),
  };
}

async function fromFile(file: string): Promise<KubernetesApi> {
  const checked = kubeconfig.safeParse(parse(await readFile(file, 'utf8')));
  if (!checked.success) throw refused(`${file} is no kubeconfig`);
  const { 'current-context': current, contexts, clusters, users } = checked.data;
  const context = contexts.find(({ name }) => name === current)?.context as
    { cluster: string; user: string } | undefined;
  const cluster = clusters.find(({ name }) => name === context?.cluster)?.cluster as
    Record<string, unknown> | undefined;
  const user = users.find(({ name }) => name === context?.user)?.user as Record<string, unknown> | undefined;
  if (!context || !cluster)
    throw refused(`${file} names no cluster: its current context is ${JSON.stringify(current)}`);
  const folder = path.dirname(file);
  const [ca, certificate, key] = await Promise.all([
    material(cluster, 'certificate-authority', folder),
    material(user, 'client-certificate', folder),
    material(user, 'client-key', folder),
  ]);
  const token = textOf(user?.token);
  const tokenFile = textOf(user?.tokenFile);
  if (
    token === undefined &&
    tokenFile === undefined &&
    certificate === undefined &&
    user &&
    ('exec' in user || 'auth-provider' in user)
  )
    throw refused(`${file} signs in by a program of its own, which is not run here`);
  return {
    server: String(cluster.server).replace(/\/+$/, ''),
    insecure: cluster['insecure-skip-tls-verify'] === true,
    ...(ca !== undefined && { ca }),
    ...(token !== undefined && { token }),
    ...(tokenFile !== undefined && { tokenFile: path.resolve(folder, tokenFile) }),
    ...(certificate !== undefined && { clientCertificate: certificate }),
    ...(key !== undefined && { clientKey: key }),
  };
}

/** Inline as base64, or a file beside the kubeconfig. */
async function material(
  of: Record<string, unknown> | undefined,
  key: string,
  folder: string,
): Promise<string | undefined> {
  const inline = textOf(of?.[`${key}-data`]);
  if (inline !== undefined) return Buffer.from(inline, 'base64').toString('utf8');
  const file = textOf(of?.[key]);
  return file === undefined ? undefined : readFile(path.resolve(folder, file), 'utf8');
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function refused(message: string, cause?: unknown): ObservatoryError {
  return new ObservatoryError('OBS_RUN_KUBERNETES', `Kubernetes cannot be asked: ${message}`, {
    hint: 'give --kubeconfig FILE with a token or a client certificate (kubectl create token … makes one), or use --brokers',
    cause,
  });
}
