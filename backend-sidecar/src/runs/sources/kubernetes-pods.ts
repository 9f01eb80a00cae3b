import { readFile } from 'node:fs/promises';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import * as z from 'zod';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import type { KubernetesApi } from './kubeconfig.ts';

export interface Pod {
  name: string;
  /** From the annotation `prometheus.io/port`, which Pulsar's chart sets. */
  port?: number;
}

const podList = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({ name: z.string(), annotations: z.record(z.string(), z.string()).optional() }),
      status: z.looseObject({ phase: z.string().optional() }).optional(),
    }),
  ),
});

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 64 << 20;

/** Running pods of a namespace that bear these labels. @throws ObservatoryError OBS_RUN_KUBERNETES */
export async function listPods(api: KubernetesApi, namespace: string, selector: string): Promise<Pod[]> {
  const parameters = new URLSearchParams({ labelSelector: selector });
  const url = new URL(`${api.server}/api/v1/namespaces/${encodeURIComponent(namespace)}/pods?${parameters}`);
  let text: string;
  try {
    text = await get(url, api);
  } catch (error) {
    throw refused(`${url.host} did not list the pods of ${namespace} (${messageOf(error)})`, error);
  }
  const parsed = podList.safeParse(JSON.parse(text));
  if (!parsed.success) throw refused(`${url.host} answered no list of pods`);
  return parsed.data.items
    .filter(({ status }) => status?.phase === undefined || status.phase === 'Running')
    .map(({ metadata: { name, annotations } }) => {
      const port = Number(annotations?.['prometheus.io/port']);
      return { name, ...(Number.isInteger(port) && port > 0 && port < 65_536 && { port }) };
    });
}

/** Where the API server passes on to a pod: what `kubectl port-forward` reaches, without holding a connection for each. */
export function podMetricsPath(namespace: string, { name, port }: Pod, defaultPort: number): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}:${port ?? defaultPort}/proxy/metrics/`;
}

async function get(url: URL, api: KubernetesApi): Promise<string> {
  const token = api.tokenFile === undefined ? api.token : (await readFile(api.tokenFile, 'utf8')).trim();
  const request = url.protocol === 'https:' ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      {
        headers: { accept: 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
        timeout: TIMEOUT_MS,
        rejectUnauthorized: !api.insecure,
        ca: api.ca,
        cert: api.clientCertificate,
        key: api.clientKey,
      },
      (response) => {
        const pieces: Buffer[] = [];
        let bytes = 0;
        response.on('data', (piece: Buffer) => {
          pieces.push(piece);
          if ((bytes += piece.length) > MOST_BYTES) asked.destroy(new Error('the answer is too large'));
        });
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode = 0 } = response;
          if (statusCode === 200) resolve(Buffer.concat(pieces).toString('utf8'));
          else
            reject(
              new Error(
                statusCode === 401 || statusCode === 403
                  ? `answer ${statusCode}: may this account get and list pods, and pods/proxy?`
                  : `answer ${statusCode}`,
              ),
            );
        });
      },
    );
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    asked.on('error', reject);
    asked.end();
  });
}

function refused(message: string, cause?: unknown): ObservatoryError {
  return new ObservatoryError('OBS_RUN_KUBERNETES', `Kubernetes cannot be asked: ${message}`, {
    hint: 'check --kubeconfig and --kubernetes; the account needs get and list of pods, and get of pods/proxy',
    cause,
  });
}
