/** What no single key can tell: contradictions between keys of a configuration that has the right shape. */
import { formatDuration } from '../model/duration.ts';
import { messageOf } from '../util/errors.ts';
import { checkJwt } from './check-jwt.ts';
import { checkMonitoring } from './check-monitoring.ts';
import { httpClientProblems, type RawHttpClient } from './http-client-config.ts';
import { isLoopback, parseListenAddress } from './listen.ts';
import type { RawConfig } from './schema/root.ts';
import type { FileSdConfig, RawHttpSdConfig, StaticConfig } from './schema/scrape.ts';
import type { Path } from './yaml-tree.ts';

export interface CheckProblem {
  path: Path;
  message: string;
}

export function checkConfig(config: RawConfig): CheckProblem[] {
  const problems: CheckProblem[] = [];
  const fail = (path: Path, message: string) => problems.push({ path, message });
  checkListen(config, fail);
  checkGlobal(config, fail);
  checkTokens(config, fail);
  checkJwt(config, fail);
  checkMonitoring(config, fail);
  checkJobs(config, fail);
  checkClusters(config, fail);
  checkRemote(config, fail);
  config.alerting.alertmanagers.forEach((manager, i) => {
    const path = ['alerting', 'alertmanagers', i];
    checkClient(manager, path, fail);
    checkDiscovery(manager, path, fail);
  });
  return problems;
}

type Fail = (path: Path, message: string) => void;

function checkListen(config: RawConfig, fail: Fail): void {
  try {
    const { host } = parseListenAddress(config.listen);
    if (!isLoopback(host) && config.auth.tokens.length === 0 && !config.auth.jwt) {
      fail(
        ['listen'],
        `listening on ${host} without authentication is refused; add auth.tokens, or listen on 127.0.0.1`,
      );
    }
  } catch (error) {
    fail(['listen'], `${messageOf(error)}; found ${JSON.stringify(config.listen)}`);
  }
}

function checkGlobal({ global }: RawConfig, fail: Fail): void {
  checkTimeout(global.scrape_timeout, global.scrape_interval, ['global', 'scrape_timeout'], fail);
  for (const name of Object.keys(global.external_labels))
    checkLabelName(name, ['global', 'external_labels', name], fail);
}

function checkTimeout(timeoutMs: number | undefined, intervalMs: number, path: Path, fail: Fail): void {
  if (timeoutMs !== undefined && timeoutMs > intervalMs) {
    fail(path, `${formatDuration(timeoutMs)} is longer than the scrape interval of ${formatDuration(intervalMs)}`);
  }
}

function checkLabelName(name: string, path: Path, fail: Fail): void {
  if (name === '' || /\p{Cs}/u.test(name) || name === '__name__') fail(path, 'is not a usable label name');
}

function checkTokens({ auth }: RawConfig, fail: Fail): void {
  auth.tokens.forEach((entry, i) => {
    const path = ['auth', 'tokens', i];
    if ((entry.token === undefined) === (entry.token_file === undefined))
      fail(path, 'needs either token or token_file');
    if (entry.token && entry.token.reveal().length < 16)
      fail([...path, 'token'], 'is too short; use at least 16 random characters');
  });
}

function checkJobs({ global, scrape_configs: jobs, clusters }: RawConfig, fail: Fail): void {
  const names = new Map<string, number>();
  checkProtocols(global.scrape_protocols, ['global', 'scrape_protocols'], fail);
  jobs.forEach((job, i) => {
    const path = ['scrape_configs', i];
    const first = names.get(job.job_name);
    if (first !== undefined)
      fail([...path, 'job_name'], `${JSON.stringify(job.job_name)} is already the name of scrape_configs[${first}]`);
    else names.set(job.job_name, i);
    if (clusters.some(({ name }) => job.job_name.startsWith(`pulsar/${name}/`))) {
      fail([...path, 'job_name'], `${JSON.stringify(job.job_name)} is a name of the cluster's own jobs`);
    }
    checkProtocols(job.scrape_protocols, [...path, 'scrape_protocols'], fail);
    checkTimeout(job.scrape_timeout, job.scrape_interval ?? global.scrape_interval, [...path, 'scrape_timeout'], fail);
    checkClient(job, path, fail);
    checkDiscovery(job, path, fail);
  });
}

function checkProtocols(protocols: readonly string[] | undefined, path: Path, fail: Fail): void {
  if (protocols?.length === 0) fail(path, 'needs at least one protocol, or leave the key out');
  if (protocols && new Set(protocols).size < protocols.length) fail(path, 'names a protocol twice');
}

function checkDiscovery(
  section: {
    static_configs: readonly StaticConfig[];
    file_sd_configs: readonly FileSdConfig[];
    http_sd_configs: readonly RawHttpSdConfig[];
  },
  path: Path,
  fail: Fail,
): void {
  section.static_configs.forEach((group, i) => {
    group.targets.forEach((target, j) => {
      if (target.includes('/'))
        fail(
          [...path, 'static_configs', i, 'targets', j],
          `needs host:port without scheme or path; found ${JSON.stringify(target)}`,
        );
    });
    for (const name of Object.keys(group.labels))
      checkLabelName(name, [...path, 'static_configs', i, 'labels', name], fail);
  });
  section.file_sd_configs.forEach((entry, i) => {
    if (entry.files.length === 0) fail([...path, 'file_sd_configs', i, 'files'], 'needs at least one file');
    entry.files.forEach((file, j) => {
      if (!/^[^*]*(\*[^/]*)?\.(json|yml|yaml)$/.test(file)) {
        fail(
          [...path, 'file_sd_configs', i, 'files', j],
          'must end in .json, .yml or .yaml, with * in the last part only',
        );
      }
    });
  });
  section.http_sd_configs.forEach((entry, i) => checkClient(entry, [...path, 'http_sd_configs', i], fail));
}

function checkClusters({ clusters, global }: RawConfig, fail: Fail): void {
  const names = new Set<string>();
  clusters.forEach((cluster, i) => {
    const path = ['clusters', i];
    if (names.has(cluster.name))
      fail([...path, 'name'], `${JSON.stringify(cluster.name)} is the name of another cluster too`);
    names.add(cluster.name);
    if (cluster.pulsar.admin_urls.length === 0) fail([...path, 'pulsar', 'admin_urls'], 'needs at least one URL');
    checkTimeout(
      cluster.scrape_timeout,
      cluster.scrape_interval ?? global.scrape_interval,
      [...path, 'scrape_timeout'],
      fail,
    );
    checkClient(
      { ...cluster.pulsar.auth, tls_config: cluster.pulsar.tls_config },
      [...path, 'pulsar'],
      (at, message) => {
        const key = at[at.length - 1];
        fail(key === 'tls_config' ? at : [...path, 'pulsar', 'auth', key], message);
      },
    );
    for (const [id, address] of Object.entries(cluster.bookies.addresses)) {
      if (!/^[^/\s:]+:\d+$|^\[[^\]]+\]:\d+$/.test(address))
        fail(
          [...path, 'bookies'],
          `the HTTP address of ${id} needs the form host:port; found ${JSON.stringify(address)}`,
        );
    }
    for (const name of Object.keys(cluster.labels)) checkLabelName(name, [...path, 'labels', name], fail);
  });
}

function checkRemote(config: RawConfig, fail: Fail): void {
  const names = new Set<string>();
  config.remote_write.forEach((entry, i) => {
    const path = ['remote_write', i];
    checkClient(entry, path, fail);
    if (entry.name !== undefined && names.has(entry.name))
      fail([...path, 'name'], `${JSON.stringify(entry.name)} is the name of another entry too`);
    if (entry.name !== undefined) names.add(entry.name);
    const queue = entry.queue_config;
    if (queue.min_shards > queue.max_shards) fail([...path, 'queue_config', 'min_shards'], 'is above max_shards');
    if (queue.min_backoff > queue.max_backoff) fail([...path, 'queue_config', 'min_backoff'], 'is above max_backoff');
  });
  checkClient(config.query, ['query'], fail);
  if (config.query.source === 'remote' && config.query.url === undefined)
    fail(['query', 'url'], 'is required when query.source is remote');
}

function checkClient(raw: RawHttpClient & { headers?: Record<string, string> }, path: Path, fail: Fail): void {
  for (const { key, message } of httpClientProblems(raw)) fail([...path, key], message);
}
