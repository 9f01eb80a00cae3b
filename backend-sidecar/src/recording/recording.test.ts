import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Matcher } from '../model/matcher.ts';
import { isStaleAt } from '../model/stale.ts';
import { SampleBuffer } from '../storage.ts';
import { openDatabase } from '../tsdb/db.ts';
import { importAsBlocks, readRecording, recordedNodes, RecordingUpload } from './index.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'observatory-recording-'));
  mkdirSync(path.join(root, 'scrapes'));
});
afterEach(() => rmSync(root, { recursive: true }));

const T0 = 1_790_000_000;
const line = (i: number, more: object = {}) => ({
  kind: 'broker',
  node: 'broker-1',
  url: 'http://10.0.0.1:8080/metrics/',
  t: T0 + i * 10,
  ms: 20,
  status: 200,
  content_type: 'text/plain; version=0.0.4',
  file: `s${i}.prom.gz`,
  ...more,
});

function write(lines: readonly object[]): void {
  writeFileSync(path.join(root, 'scrapes.jsonl'), lines.map((each) => JSON.stringify(each)).join('\n'));
}
function writeBody(i: number, value: number): void {
  const body = `# TYPE pulsar_in_messages_total gauge\npulsar_in_messages_total{cluster="c-9",namespace="a/b",topic="persistent://a/b/t"} ${value}\n`;
  writeFileSync(path.join(root, 'scrapes', `s${i}.prom.gz`), gzipSync(body));
}

it('loads scrapes at their own times, with up, staleness and canonical series, under both names of the node', async () => {
  [0, 1, 2, 4].forEach((i) => writeBody(i, 100 * i));
  write([line(0), line(1), line(2), line(3, { status: 0, file: null, error: 'timed out' }), line(4)]);
  const data = path.join(root, 'data');
  const database = await openDatabase({ path: data, retentionMs: 0 });
  const { report, cluster, nodes } = await importAsBlocks(await readRecording(root), database);
  expect(report).toMatchObject({ scrapes: 5, failures: 1, errors: [] });
  expect(cluster).toBe('c-9');
  expect(nodes).toEqual([{ kind: 'broker', name: 'broker-1', id: '10.0.0.1:8080', address: '10.0.0.1:8080' }]);
  const read = async (name: string) => {
    const set = await database.select({
      matchers: [new Matcher('=', '__name__', name)],
      minTimeMs: 0,
      maxTimeMs: 2e12,
    });
    const out = new SampleBuffer();
    set.read(0, out);
    const labels = set.labels(0).toObject();
    const samples = Array.from({ length: out.length }, (_, i) => [
      out.timestamps[i] / 1000 - T0,
      isStaleAt(out.valueWords, i) ? 'stale' : out.values[i],
    ]);
    set.close();
    return { labels, samples };
  };
  expect(await read('up')).toMatchObject({
    labels: { job: 'broker', instance: '10.0.0.1:8080', node: '10.0.0.1:8080', node_name: 'broker-1', cluster: 'c-9' },
    samples: [0, 10, 20, 30, 40].map((t) => [t, t === 30 ? 0 : 1]),
  });
  const native = await read('pulsar_in_messages_total');
  expect(native.labels.cluster).toBe('c-9');
  expect(native.samples).toContainEqual([30, 'stale']);
  expect((await read('observatory_pulsar_messages_in_total')).samples.length).toBeGreaterThan(2);
  await database.close();
});

it('pairs bookie ids with addresses by host, and by port on one host', () => {
  const bookie = (node: string, url: string) => ({ kind: 'bookie', node, url });
  const answers = [
    {
      url: 'http://h:8000/api/v1/bookie/list_bookies?type=rw',
      t: 1,
      body: { 'b:3182': null, 'b:3181': null, 'x:3181': null },
    },
  ];
  const nodes = recordedNodes(
    [
      bookie('two', 'http://b:8002/metrics'),
      bookie('one', 'http://b:8001/metrics'),
      bookie('far', 'http://x:8000/metrics'),
    ],
    answers,
  );
  expect(nodes.map(({ name, id }) => [name, id])).toEqual([
    ['two', 'b:3182'],
    ['one', 'b:3181'],
    ['far', 'x:3181'],
  ]);
});

it('says what is wrong with a folder, a line, a body', async () => {
  await expect(readRecording(root)).rejects.toMatchObject({ code: 'OBS_RECORDING_LAYOUT' });
  write([line(0), { kind: 'broker' }]);
  await expect(readRecording(root)).rejects.toMatchObject({
    code: 'OBS_RECORDING_LINE',
    message: expect.stringContaining('scrapes.jsonl:2'),
  });
  write([line(7)]);
  const recording = await readRecording(root);
  await expect(recording.read(recording.lines[0])).rejects.toMatchObject({ code: 'OBS_RECORDING_FILE' });
});

it('takes an upload in any pieces, and names the line that is none', async () => {
  const text = [line(1), line(0)]
    .map((scrape) => JSON.stringify({ scrape, body: gzipSync('x 1\n').toString('base64') }))
    .join('\n');
  const upload = new RecordingUpload();
  for (const byte of Buffer.from(text)) upload.write(Buffer.from([byte]));
  const recording = upload.finish();
  expect(recording.lines.map(({ t }) => t - T0)).toEqual([0, 10]);
  expect(Buffer.from((await recording.read(recording.lines[0])).body ?? []).toString()).toBe('x 1\n');
  const broken = new RecordingUpload();
  expect(() => broken.write(Buffer.from('{"scrape":1}\n'))).toThrow(/line 1/);
  expect(() => new RecordingUpload().finish()).toThrow(/no scrape/);
});
