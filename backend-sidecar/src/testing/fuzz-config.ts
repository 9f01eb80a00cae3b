/**
 * Feeds mutated configurations to the parser: each must be accepted, or refused with problems that name a place in the
 * text. `npm test` runs some thousand, the soak many more.
 */
import { ConfigError, parseConfig } from '../config/index.ts';
import { SeededRandom } from './seeded-random.ts';

export interface ConfigFuzzReport {
  inputs: number;
  accepted: number;
  refused: number;
  problems: number;
}

/** @throws Error with seed, input number and text at the first input that is handled otherwise. */
export function fuzzConfig(inputs: number, seed: number): ConfigFuzzReport {
  const random = new SeededRandom(seed);
  const report: ConfigFuzzReport = { inputs: 0, accepted: 0, refused: 0, problems: 0 };
  for (; report.inputs < inputs; report.inputs++) {
    const text = mutate(random, random.pick(SEEDS));
    const flags = random.below(4) === 0 ? { [mutate(random, random.pick(FLAGS))]: random.pick(WORDS) } : undefined;
    try {
      parseConfig(text, '/fuzz.yaml', { flags, env: {} });
      report.accepted++;
    } catch (error) {
      const wrong = wrongWith(error, text);
      if (wrong !== undefined) {
        const message = error instanceof Error ? error.stack : String(error);
        throw new Error(
          `seed ${seed}, input ${report.inputs}: ${wrong}\n${message}\nflags ${JSON.stringify(flags)}\n${text}`,
        );
      }
      report.refused++;
      report.problems += (error as ConfigError).problems.length;
    }
  }
  return report;
}

function wrongWith(error: unknown, text: string): string | undefined {
  if (!(error instanceof ConfigError)) return 'not a ConfigError';
  if (error.problems.length === 0) return 'no problem named';
  const lines = text.split(/\r\n|\r|\n/).length;
  for (const { source, line, column, message } of error.problems) {
    if (message === '') return 'an empty message';
    if (source.startsWith('--')) continue;
    if (!(line >= 1 && line <= lines + 1 && column >= 1)) return `a place outside of the text: ${line}:${column}`;
  }
  return undefined;
}

const SEEDS = [
  `listen: 127.0.0.1:7480
storage: { path: ./data, retention: 15d, retention_size: 0, fsync_interval: 1s }
clusters:
  - name: demo-1
    pulsar: { admin_urls: [http://127.0.0.1:7500], auth: { bearer_token_file: token } }
    bookies: [{ "127.0.0.1:3181": "127.0.0.1:8001" }]
    budget: { requests_per_minute: 60, bytes_per_minute: 100MB }
    relabel_configs: [{ source_labels: [a], regex: "(.*)-x", target_label: b, replacement: "\${1}" }]
auth: { tokens: [{ role: reader, token_file: reader.token }], grafana: { url: http://127.0.0.1:3000 } }
global: { scrape_interval: 15s, scrape_timeout: 10s, external_labels: { a: "\${HOME}$$" } }
`,
  `scrape_configs:
  - &base
    job_name: a
    scrape_interval: 1m
    params: { match[]: [a, b] }
    basic_auth: { username: u, password_file: p }
    tls_config: { ca_file: ca, min_version: TLS12 }
    static_configs:
      - targets: [h:1, h:2]
        labels: { x: "1" }
    metric_relabel_configs:
      - { action: labeldrop, regex: "le|quantile" }
      - { action: hashmod, source_labels: [a, b], modulus: 4, target_label: s }
  - <<: *base
    job_name: b
    http_sd_configs: [{ url: "http://h/x", http_headers: { X-A: { values: [1], secrets: [s] } } }]
remote_write:
  - url: http://h/write
    headers: { X: y }
    queue_config: { max_shards: 2 }
query: { source: remote, url: "http://mimir/prometheus" }
alerting: { alertmanagers: [{ static_configs: [{ targets: [a:9093] }] }] }
`,
  `{"global": {"scrape_interval": "5s"}, "rule_files": ["a.yml"], "stream": {"max_clients": 10}, "control": {"mode": "confirm"}}
`,
];
const FLAGS = [
  'storage.path',
  'global.scrape_interval',
  'scrape_configs.0.job_name',
  'rule_files',
  'clusters.0.name',
  'global.external_labels.x',
];
const WORDS = [
  'null', '~', '[]', '{}', '*base', '&x', '<<', '!!binary x', '!t', '---', '...', '|', '>', '? a', '- ', ': ', '"', "'", '#', '\t', '\n', ' ', '\r\n',
  '0', '-1', '1e999', '99999999999999999999', '0x10', '.nan', 'true', '1h', '15x', '1GB', '${X}', '$', '(', '(?P<n>a)', '(a*)*$', '\\', '\0', '\u2028',
  '\ud800', '😀', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '__name__', 'scrape_configs', 'job_name', 'relabel_configs', 'targets',
  '[[[[[[[[[[', '{{{{{{{{{{', 'a: &a [*a, *a]', 'x'.repeat(5000),
]; // prettier-ignore

/** One to three edits: cut, double, swap or replace stretches and lines, or put a hostile word somewhere. */
function mutate(random: SeededRandom, original: string): string {
  let text = original;
  for (let edits = 1 + random.below(3); edits > 0; edits--) {
    const at = random.below(text.length + 1);
    const length = random.below(12);
    switch (random.below(10)) {
      case 0:
        text = text.slice(0, at) + text.slice(at + length);
        break;
      case 1:
        text = text.slice(0, at) + random.pick(WORDS) + text.slice(at);
        break;
      case 2:
        text = text.slice(0, at) + random.pick(WORDS) + text.slice(at + length);
        break;
      case 3:
        text = text.slice(0, at) + text.slice(Math.max(0, at - length), at) + text.slice(at);
        break;
      case 4:
        text = moveLine(random, text);
        break;
      default:
        text = replaceValue(random, text);
    }
  }
  return text;
}

function replaceValue(random: SeededRandom, text: string): string {
  const values = [...text.matchAll(/[\w./:$-]+/g)];
  if (values.length === 0) return text;
  const { index, 0: word } = random.pick(values);
  return text.slice(0, index) + random.pick(WORDS) + text.slice(index + word.length);
}

function moveLine(random: SeededRandom, text: string): string {
  const lines = text.split('\n');
  const [line] = lines.splice(random.below(lines.length), 1);
  lines.splice(random.below(lines.length + 1), 0, ' '.repeat(random.below(5)) + line.trim());
  return lines.join('\n');
}
