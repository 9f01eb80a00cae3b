import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, parseConfig } from './index.ts';

function problemsOf(text: string, flags?: Record<string, string>): string[] {
  try {
    parseConfig(text, '/etc/observatory.yaml', { flags, env: {} });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message.split('\n');
  }
  return [];
}
const parse = (text: string, flags?: Record<string, string>) =>
  parseConfig(text, '/etc/observatory.yaml', { flags, env: { ZONE: 'a' } });

const DESIGN_EXAMPLE = `
listen: 127.0.0.1:7480
storage: { path: ./data, retention: 15d, retention_size: 0, fsync_interval: 1s }
clusters:
  - name: demo-1
    pulsar: { admin_urls: [http://127.0.0.1:7500], auth: { bearer_token_file: token } }
    bookies: { http_port: 8000 }
    budget: { requests_per_minute: 60, bytes_per_minute: 100MB }
topology: { interval: 15s }
auth: { tokens: [{ role: reader, token_file: reader.token }], grafana: { url: http://127.0.0.1:3000 } }
global: { scrape_interval: 15s, scrape_timeout: 10s, evaluation_interval: 15s }
scrape_configs: []
rule_files: []
remote_write: []
query: { source: embedded }
control: { mode: read_only }
`;

describe('parseConfig', () => {
  it('reads an empty file as all defaults', () => {
    const config = parse('');
    expect(config.listen).toEqual({ host: '127.0.0.1', port: 7480 });
    expect(config.storage).toMatchObject({
      path: '/etc/data',
      retention: 15 * 86_400_000,
      retention_size: 0,
      fsync_interval: 1000,
    });
    expect(config.global).toMatchObject({ scrape_interval: 15_000, scrape_timeout: 10_000 });
    expect(config.warnings).toEqual([]);
  });

  it('reads the example of the design', () => {
    const config = parse(DESIGN_EXAMPLE);
    const [cluster] = config.clusters;
    expect(cluster.pulsar.client.auth).toEqual({
      type: 'header',
      scheme: 'Bearer',
      credentials: { file: '/etc/token' },
    });
    expect(cluster.bookies.http_port).toBe(8000);
    expect(cluster.budget.bytes_per_minute).toBe(100 * 1024 * 1024);
    expect(cluster.scrape_interval).toBe(15_000);
    expect(config.auth.tokens[0].token_file).toBe('/etc/reader.token');
    expect(parse('tls: { cert_file: a, key_file: /b }').tls).toEqual({ cert_file: '/etc/a', key_file: '/b' });
  });

  it('takes a list of bookie addresses', () => {
    const config = parse(
      'clusters: [{ name: a, pulsar: { admin_urls: ["http://b:1"] }, bookies: [{ "h:3181": "h:8001" }, { "i:3181": "i:8002" }] }]',
    );
    expect(config.clusters[0].bookies.addresses).toEqual({ 'h:3181': 'h:8001', 'i:3181': 'i:8002' });
  });

  it('names place, key, finding and cure of several errors at once', () => {
    expect(
      problemsOf(
        'storage:\n  retention: 15x\n  pth: data\nglobal:\n  scrape_interval: [1]\nscrape_configs:\n  - honor_labels: maybe\n',
      ),
    ).toEqual([
      '/etc/observatory.yaml:2:3: storage.retention: must be a duration with units (ms, s, m, h, d, w, y), such as 15s or 1h30m; found "15x"',
      '/etc/observatory.yaml:3:3: storage.pth: is not a known key; did you mean path?',
      '/etc/observatory.yaml:5:3: global.scrape_interval: needs a duration; found a list',
      '/etc/observatory.yaml:7:5: scrape_configs[0].job_name: is missing; it needs text',
      '/etc/observatory.yaml:7:5: scrape_configs[0].honor_labels: must be true or false; found "maybe"',
    ]);
  });

  it.each([
    ['broken YAML', 'a: [1', /:1:\d+: not valid YAML/],
    ['two documents', 'listen: a:1\n---\nlisten: b:1', /second YAML document/],
    ['a list at the top', '- a', /mapping of keys; found a list/],
    ['duplicate keys', 'listen: a:1\nlisten: b:1', /:2:1: not valid YAML: Map keys must be unique/],
    ['duplicate jobs', 'scrape_configs: [{job_name: a}, {job_name: a}]', /already the name of scrape_configs\[0\]/],
    [
      'a timeout above the interval',
      'global: {scrape_interval: 5s, scrape_timeout: 6s}',
      /6s is longer than the scrape interval of 5s/,
    ],
    ['an open address without tokens', 'listen: 0.0.0.0:7480', /without authentication is refused/],
    ['an open address by empty host', 'listen: ":7480"', /without authentication is refused/],
    [
      'a scheme in a target',
      'scrape_configs: [{job_name: a, static_configs: [{targets: ["http://x:1"]}]}]',
      /needs host:port/,
    ],
    [
      'other discoveries',
      'scrape_configs: [{job_name: a, kubernetes_sd_configs: [{role: pod}]}]',
      /kubernetes_sd_configs: is not supported: use file_sd/,
    ],
    ['a proxy', 'scrape_configs: [{job_name: a, proxy_url: "http://p:1"}]', /proxy_url: is not supported/],
    ['oauth2', 'scrape_configs: [{job_name: a, oauth2: {client_id: a}}]', /oauth2: is not supported/],
    ['a URL with a password', 'remote_write: [{url: "http://u:hunter2@h/"}]', /must not hold a user name/],
    ['remote without url', 'query: {source: remote}', /query.url: is required/],
    [
      'a bad regex',
      'scrape_configs: [{job_name: a, relabel_configs: [{regex: "(", action: drop}]}]',
      /regex: is not a valid RE2 expression/,
    ],
    [
      'hashmod without modulus',
      'scrape_configs: [{job_name: a, relabel_configs: [{action: hashmod, target_label: x}]}]',
      /modulus: must be above 0/,
    ],
    [
      'two authentications',
      'scrape_configs: [{job_name: a, bearer_token: x, basic_auth: {username: u}}]',
      /use only one of/,
    ],
    ['a token without a value', 'auth: {tokens: [{role: admin}]}', /needs either token or token_file/],
    ['an unknown role', 'auth: {tokens: [{role: amdin, token: abcdefghijklmnop}]}', /did you mean admin/],
  ])('refuses %s', (_, text, message) => {
    expect(problemsOf(text).join('\n')).toMatch(message);
  });

  it('never repeats a secret', () => {
    const problems = problemsOf(
      'scrape_configs: [{job_name: a, bearer_token: [hunter2], remote: hunter2}]\nremote_write: [{url: "hunter2:x@y"}]',
    );
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).not.toContain('hunter2');
    const config = parse('scrape_configs: [{job_name: a, bearer_token: hunter2}]');
    expect(JSON.stringify(config.scrape_configs)).not.toContain('hunter2');
  });

  it('shows itself without secrets', () => {
    const text = `
# hunter0
auth: { tokens: [{ role: admin, token: hunter2-hunter2-hunter2 }] }
scrape_configs:
  - &a { job_name: a, bearer_token: hunter2, static_configs: [{ targets: [a:1] }] }
  - { <<: *a, job_name: b, http_headers: { X: { secrets: [hunter3], values: [v] } } }
`;
    expect(parse(text, { 'storage.path': '/x' }).redactedYaml).toBe(`auth:
  tokens:
    - role: admin
      token: <secret>
scrape_configs:
  - job_name: a
    bearer_token: <secret>
    static_configs:
      - targets:
          - a:1
  - job_name: b
    bearer_token: <secret>
    static_configs:
      - targets:
          - a:1
    http_headers:
      X:
        secrets:
          - <secret>
        values:
          - v
storage:
  path: /x
`);
  });

  it('inherits limits and intervals, and shortens the default timeout to the interval', () => {
    const config = parse(
      'global: {scrape_interval: 5s, sample_limit: 7}\nscrape_configs: [{job_name: a}, {job_name: b, scrape_interval: 1m, sample_limit: 0}]',
    );
    expect(config.scrape_configs.map((job) => [job.scrape_interval, job.scrape_timeout, job.sample_limit])).toEqual([
      [5000, 5000, 7],
      [60_000, 10_000, 0],
    ]);
  });

  it('expands environment variables in external labels only', () => {
    const config = parse('global: {external_labels: {zone: "${ZONE}-$ZONE-$$x-$NONE"}}');
    expect(config.global.external_labels).toEqual({ zone: 'a-a-$x-' });
    expect(config.warnings.join()).toContain('NONE is not set');
  });

  it('warns of keys without effect', () => {
    const config = parse('scrape_configs: [{job_name: a, scrape_native_histograms: true}]');
    expect(config.warnings).toEqual([
      '/etc/observatory.yaml:1:32: scrape_configs[0].scrape_native_histograms: has no effect: native histograms are not stored; classic buckets are',
    ]);
  });

  it('lets flags win over the file, in the words of the file', () => {
    const config = parse('storage: {path: a}\nscrape_configs: [{job_name: a}]', {
      'storage.path': '/var/x',
      'storage.retention-size': '1GB',
      rule_files: '/a.yml,/b.yml',
      'scrape_configs.0.scrape_interval': '7s',
      'global.external_labels.site': 'x',
    });
    expect(config.storage).toMatchObject({ path: '/var/x', retention_size: 1024 ** 3 });
    expect(config.rule_files).toEqual(['/a.yml', '/b.yml']);
    expect(config.scrape_configs[0].scrape_interval).toBe(7000);
    expect(config.global.external_labels).toEqual({ site: 'x' });
    expect(problemsOf('', { 'storage.pth': 'x', storage: 'y', 'global.scrape_interval': 'z' })).toEqual([
      '--storage.pth: is not a known flag; did you mean --storage.path?',
      '--storage: names a section; give one of its scalars',
      expect.stringMatching(/^--global.scrape_interval: global.scrape_interval: must be a duration .*found "z"$/),
    ]);
  });

  const corpus = fileURLToPath(new URL('../../../../shared/corpus/promtool', import.meta.url));
  (existsSync(corpus) ? it : it.skip)("agrees with promtool's good and bad files (needs ../shared/corpus)", () => {
    for (const name of ['prometheus-config.good.yml', 'config_with_tls_files.yml'])
      parse(readFileSync(join(corpus, name), 'utf8'));
    expect(problemsOf(readFileSync(join(corpus, 'prometheus-config.bad.yml'), 'utf8'))).toEqual([
      expect.stringContaining(':1:1: not-prometheus: is not a known key'),
    ]);
  });
});
