import { parseConfig, type ClusterConfig } from '../../config/index.ts';

/** The configuration of one cluster with everything else as it is by default. */
export function clusterConfig(options: {
  name: string;
  adminUrls: readonly string[];
  bookies?: Readonly<Record<string, string>>;
  timeout?: string;
  token?: string;
}): ClusterConfig {
  const bookies = Object.entries(options.bookies ?? {}).map(([id, address]) => ({ [id]: address }));
  const pulsar = {
    admin_urls: options.adminUrls,
    ...(options.timeout !== undefined && { timeout: options.timeout }),
    ...(options.token !== undefined && { auth: { bearer_token: options.token } }),
  };
  const text = JSON.stringify({
    clusters: [{ name: options.name, pulsar, bookies }],
  });
  return parseConfig(text, 'test.yaml').clusters[0];
}
