// Makes demo/src/exposition/templates/*.gen.ts from the bodies recorded on a real Pulsar 4.0.8 cluster.
//
//   node demo/tools/make-templates.mjs [../shared/corpus/pulsar-4.0.8]
//
// A template keeps every family, label set, TYPE line and formatting quirk of the recorded body in its order, but none of
// its size: lines that differ in one label only (quantile, le, success …) are folded into one, and what repeats per topic,
// subscription, namespace or function instance is kept once. The grammar is described in ../src/exposition/template.ts.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const corpus = path.resolve(process.argv[2] ?? path.join(here, '../../../shared/corpus/pulsar-4.0.8'));
const out = path.join(here, '../src/exposition/templates');

const bodies = (dir, prefix) =>
  readdirSync(path.join(corpus, dir))
    .filter((file) => file.startsWith(prefix) && file.endsWith('.prom.gz'))
    .sort()
    .map((file) => ({
      file: `${dir}/${file}`,
      text: gunzipSync(readFileSync(path.join(corpus, dir, file))).toString(),
    }));

/** One sample line: { name, labels: [[key, value]], open, close, sep, value }, keeping how the labels were written. */
function parseSample(line) {
  const space = line.lastIndexOf(' ');
  const head = line.slice(0, space);
  const value = line.slice(space + 1);
  const brace = head.indexOf('{');
  if (brace < 0) return { name: head, labels: null, value, head };
  const labels = [];
  const pattern = /(\w+)="((?:[^"\\]|\\.)*)"(,? ?)/g;
  pattern.lastIndex = brace + 1;
  for (let match = pattern.exec(head); match; match = pattern.exec(head)) labels.push([match[1], match[2], match[3]]);
  return { name: head.slice(0, brace), labels, value, head };
}

const label = (sample, key) => sample.labels?.find(([k]) => k === key)?.[1];

/** `value` -> how the source prints it: c created/start (epoch s), i integer, p three decimals, j Java's Double.toString. */
function formatOf(sample, broker) {
  const { value, name } = sample;
  if (/_created$|^process_start_time_seconds$/.test(name) && /^1\.79\d+E9$/.test(value)) return 'c';
  if (/^-?\d+$/.test(value)) return 'i';
  if (broker && label(sample, 'topic') === undefined && !/^pulsar_broker_/.test(name)) return 'j';
  if (
    broker &&
    (label(sample, 'topic') !== undefined || /^pulsar_broker_(rate|throughput|storage_(read|write))/.test(name))
  )
    return 'p';
  return 'j';
}

const COUNTER = /(_total|_count|_sum|_bucket)$/;

function slopes(first, last, seconds, types) {
  const result = new Map();
  for (const [head, sample] of last) {
    const before = first.get(head);
    if (before === undefined) continue;
    const delta = Number(sample.value) - Number(before.value);
    const counter = COUNTER.test(sample.name) || types.get(sample.name) === 'counter';
    if (counter && delta > 0 && Number.isFinite(delta)) result.set(head, delta / seconds);
  }
  return result;
}

const index = (text) => {
  const map = new Map();
  for (const line of text.split('\n'))
    if (line && line[0] !== '#') map.set(line.slice(0, line.lastIndexOf(' ')), parseSample(line));
  return map;
};

const typesOf = (text) => new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map((m) => [m[1], m[2]]));

/** Scope of a broker's sample: t topic, s subscription, n namespace, m managed-ledger namespace block, f instance, g global. */
function scopeOf(sample) {
  if (label(sample, 'fqfn') !== undefined) return 'f';
  if (label(sample, 'subscription') !== undefined) return 's';
  if (label(sample, 'topic') !== undefined) return 't';
  if (/^pulsar_ml_/.test(sample.name) && label(sample, 'namespace') !== undefined) return 'm';
  if (label(sample, 'namespace') !== undefined && !/^pulsar_schema_/.test(sample.name)) return 'n';
  return 'g';
}

const PLACEHOLDERS = {
  cluster: () => '$cluster$',
  namespace: (v, s) => (s === 'g' ? 'pulsar/$brokerId$' : s === 'f' ? '$tns$' : '$namespace$'),
  topic: () => '$topic$',
  subscription: () => '$subscription$',
  tenant: () => '$tenant$',
  name: (v, s) => (s === 'f' ? '$name$' : v),
  instance_id: () => '$instance$',
  fqfn: () => '$fqfn$',
  broker: () => '$host$',
  indexDir: () => '/srv/pulsar/data/$dir$/ledgers/current',
  ledgerDir: () => '/srv/pulsar/data/$dir$/ledgers/current',
};

function headOf(sample, scope, replace) {
  const name = sample.name.replace('_bk1_', '_$dir$_');
  if (!sample.labels) return name;
  const body = sample.labels
    .map(([key, value, sep]) => {
      const text = replace?.key === key ? replace.text : PLACEHOLDERS[key] ? PLACEHOLDERS[key](value, scope) : value;
      return `${key}="${text}"${sep}`;
    })
    .join('');
  return `${name}{${body}}`;
}

/** The one label in which two samples of a family differ, or undefined. */
function differingLabel(a, b) {
  if (a.name !== b.name || a.labels?.length !== b.labels?.length || !a.labels) return undefined;
  let key;
  for (let i = 0; i < a.labels.length; i++) {
    if (a.labels[i][0] !== b.labels[i][0] || a.labels[i][2] !== b.labels[i][2]) return undefined;
    if (a.labels[i][1] !== b.labels[i][1]) {
      if (key) return undefined;
      key = a.labels[i][0];
    }
  }
  return key;
}

const number = (text) => String(Number(Number(text).toPrecision(6)));

function emit(samples, scope, context) {
  const lines = [];
  for (let i = 0; i < samples.length;) {
    let end = i + 1;
    let key;
    while (end < samples.length) {
      const next = differingLabel(samples[end - 1], samples[end]);
      if (
        !next ||
        (key && key !== next) ||
        PLACEHOLDERS[next] ||
        formatOf(samples[i], context.broker) !== formatOf(samples[end], context.broker)
      )
        break;
      key = next;
      end++;
    }
    const group = samples.slice(i, end);
    const replace = key ? { key, text: `<${group.map((s) => label(s, key)).join('|')}>` } : undefined;
    const format = formatOf(group[0], context.broker);
    const compact = (list) => (list.length > 1 && list.every((v) => v === list[0]) ? list[0] : list.join('|'));
    const value = (s) => (format === 'c' ? String(Number((Number(s.value) - context.start).toFixed(3))) : s.value);
    const drift = group.map((s) => context.slopes.get(s.head));
    const columns = [`${scope} ${headOf(group[0], scope, replace)}`, compact(group.map(value)), format];
    if (drift.some((d) => d !== undefined))
      columns.push(compact(drift.map((d) => (d === undefined ? '0' : number(d)))));
    lines.push(columns.join('\t'));
    i = end;
  }
  return lines;
}

/** Keeps one entity's samples of each scope; where entities disagree, the commonest value. */
function exemplars(samples, scope) {
  if (scope === 'g') return samples;
  const entity = (s) =>
    scope === 's'
      ? `${label(s, 'topic')} ${label(s, 'subscription')}`
      : (label(s, scope === 't' ? 'topic' : 'namespace') ?? '');
  const chosen = entity(samples[0]);
  const shape = (s) => headOf(s, scope);
  const votes = new Map();
  for (const s of samples) {
    const tally = votes.get(shape(s)) ?? new Map();
    tally.set(s.value, (tally.get(s.value) ?? 0) + 1);
    votes.set(shape(s), tally);
  }
  return samples
    .filter((s) => entity(s) === chosen)
    .map((s) => ({ ...s, value: [...votes.get(shape(s))].sort((a, b) => b[1] - a[1])[0][0] }));
}

/** Splits a body into families in its own order: [{ comments, samples }]. */
function families(text) {
  const list = [];
  let current = { comments: [], samples: [] };
  for (const line of text.split('\n')) {
    if (!line || line === '# EOF') continue;
    if (line[0] === '#') {
      if (
        current.samples.length ||
        (line.startsWith('# TYPE') && current.comments.some((c) => c.startsWith('# TYPE')))
      ) {
        list.push(current);
        current = { comments: [], samples: [] };
      }
      current.comments.push(line);
    } else current.samples.push(parseSample(line));
  }
  list.push(current);
  return list;
}

const comment = (line, scope) =>
  line.startsWith('# TYPE') ? `#${scope} ${line.slice(7)}` : `?${scope} ${line.slice(7)}`;

function template(text, context, keep = () => true) {
  const lines = [];
  let mlSeen;
  for (const family of families(text)) {
    const wanted = family.samples.filter((s) => scopeOf(s) !== 'f');
    const isInstance = family.comments.some((c) => /^# TYPE pulsar_(function|source|sink)_(?!worker)/.test(c));
    if (isInstance && !lines.includes('@instances') && context.worker !== undefined) lines.push('@instances');
    if (isInstance || !keep(family)) continue;
    const byScope = new Map();
    for (const sample of wanted) {
      const scope = context.broker || context.worker ? scopeOf(sample) : 'g';
      if (scope === 'm') {
        mlSeen ??= label(sample, 'namespace');
        if (label(sample, 'namespace') !== mlSeen) continue;
      }
      (byScope.get(scope) ?? byScope.set(scope, []).get(scope)).push(sample);
    }
    const scopes = [...byScope.keys()];
    for (const line of family.comments)
      lines.push(comment(line.replace('_bk1_', '_$dir$_'), scopes[0] === 'm' ? 'm' : 'g'));
    for (const [scope, samples] of byScope)
      lines.push(...emit(scope === 'm' ? samples : exemplars(samples, scope), scope, context));
  }
  return lines;
}

/** The block a function worker repeats for each instance of one component (function, source or sink). */
function instanceBlock(text, component, context) {
  const lines = [];
  const seen = new Set();
  for (const family of families(text)) {
    for (const line of family.comments) {
      const name = line.match(/^# TYPE (\S+)/)?.[1];
      if (name && new RegExp(`^pulsar_${component}_(?!worker)`).test(name) && !seen.has(name))
        lines.push(`#f ${line.slice(7)}`);
    }
    for (const sample of family.samples) {
      if (label(sample, 'fqfn') === undefined || !sample.name.startsWith(`pulsar_${component}_`)) continue;
      const entity = `${label(sample, 'fqfn')}/${label(sample, 'instance_id')}`;
      context.entities ??= new Map();
      const owner = context.entities.get(sample.name) ?? context.entities.set(sample.name, entity).get(sample.name);
      if (owner === entity) lines.push(...emit([sample], 'f', context));
    }
    for (const line of family.comments) seen.add(line.match(/^# TYPE (\S+)/)?.[1]);
  }
  return lines;
}

function write(name, source, lines) {
  const escaped = lines.join('\n').replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
  writeFileSync(
    path.join(out, `${name}.gen.ts`),
    `// Made by demo/tools/make-templates.mjs from shared/corpus/pulsar-4.0.8/${source}\n// (recorded by us from Apache Pulsar 4.0.8). Do not edit; the grammar is in ../template.ts.\nexport const ${name}Template = \`${escaped}\`;\n`,
  );
  process.stdout.write(`${name}: ${lines.length} lines, ${(escaped.length / 1024).toFixed(1)} KiB\n`);
}

function contextOf(first, last, extra = {}) {
  const start = Number(
    last.text.match(/^process_start_time_seconds(?:\{.*\})? (\S+)$/m)?.[1] ??
      first.text.match(/_created\{.*\} (1\.79\S+)$/m)?.[1],
  );
  const seconds = (Date.parse(stamp(last.file)) - Date.parse(stamp(first.file))) / 1000;
  return { start, slopes: slopes(index(first.text), index(last.text), seconds, typesOf(last.text)), ...extra };
}

const stamp = (file) =>
  file
    .match(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)([\d.]+)Z/)
    .slice(1, 7)
    .reduce((t, part, i) => t + ['', '-', '-', 'T', ':', ':'][i] + part, '') + 'Z';

/**
 * Families, or their samples, that only another recorded body has: a family without samples gets them, a missing one is
 * appended, so that nothing recorded is left out.
 */
function appendMissing(lines, body, context) {
  const result = [...lines];
  const sampled = new Set();
  lines.forEach((line, i) => {
    if (line[0] === '#' && lines[i + 1] && !'#?@'.includes(lines[i + 1][0])) sampled.add(line.split(' ')[1]);
  });
  for (const family of families(body.text)) {
    const name = family.comments.find((c) => c.startsWith('# TYPE'))?.split(' ')[2];
    if (name === undefined || sampled.has(name) || family.samples.length === 0) continue;
    const made = template(
      [...family.comments, ...family.samples.map((s) => `${s.head} ${s.value}`)].join('\n'),
      context,
    );
    const at = result.findIndex((line) => line[0] === '#' && line.split(' ')[1] === name);
    if (at < 0) result.push(...made);
    else result.splice(at, 1, ...made);
    sampled.add(name);
  }
  return result;
}

// Broker: topic level on, with the embedded worker's families.
{
  const list = bodies('metrics/baseline-15s', 'broker_broker-1_');
  const last = list.at(-1);
  let lines = template(last.text, contextOf(list[0], last, { broker: true, worker: true }));
  for (const [dir, prefix] of [
    ['metrics/topic-level', 'broker_broker-2_'],
    ['metrics/namespace-level', 'broker_broker-2_'],
  ]) {
    const other = bodies(dir, prefix).at(-1);
    // Namespace-level families of the other exposure come below; here only what both exposures share (schema registry …).
    const context = contextOf(other, other, { broker: true });
    const common = {
      ...other,
      text: other.text
        .split('\n')
        .filter((l) => !/^(# TYPE )?pulsar_(consumer_msg|subscription_(?!x)|storage_|entry_size|rate|through)/.test(l))
        .join('\n'),
    };
    lines = appendMissing(lines, common, context);
  }
  write('broker', last.file, lines);
}

// The same broker with exposeTopicLevelMetricsInPrometheus=false: only the families that change.
{
  const list = bodies('metrics/namespace-level', 'broker_broker-2_');
  const last = list.at(-1);
  const lines = template(last.text, contextOf(list[0], last, { broker: true }), (family) =>
    family.samples.some((s) => scopeOf(s) === 'n'),
  );
  write('namespaceLevel', last.file, lines);
}

// A bookie, with the families that only the auditor has (bookie-1 held it in the earlier recordings).
{
  const list = bodies('metrics/baseline-15s', 'bookie_bookie-1_');
  const last = list.at(-1);
  const auditor = bodies('metrics/topic-level', 'bookie_bookie-1_').at(-1);
  const lines = template(last.text, contextOf(list[0], last));
  write('bookie', last.file, appendMissing(lines, auditor, contextOf(auditor, auditor)));
}

{
  const list = bodies('metrics/baseline-15s', 'zookeeper_zk-1_');
  const last = list.at(-1);
  write('zookeeper', last.file, template(last.text, contextOf(list[0], last)));
}

{
  const list = bodies('metrics/baseline-15s', 'function-worker_fw-2_');
  const last = list.at(-1);
  write('worker', last.file, template(last.text, contextOf(list[0], last, { worker: true })));
  const broker = bodies('metrics/baseline-15s', 'broker_broker-1_').at(-1);
  const start = Number(last.text.match(/pulsar_function_received_created\{.*\} (\S+)$/m)[1]);
  const context = { start, slopes: new Map(), worker: true };
  write('instances', `${last.file} and broker-1's`, [
    ...instanceBlock(last.text, 'function', { ...context }),
    ...instanceBlock(broker.text, 'source', {
      ...context,
      start: Number(broker.text.match(/pulsar_source_received_created\{.*\} (\S+)$/m)[1]),
    }),
    ...instanceBlock(last.text, 'sink', { ...context }),
  ]);
}
