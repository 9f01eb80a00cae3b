import type { FastifyInstance } from 'fastify';
import { compareUtf8, LEGACY_LABEL_NAME, LEGACY_METRIC_NAME, type Labels } from '../../model/labels.ts';
import { isStaleAt } from '../../model/stale.ts';
import type { Matcher } from '../../model/matcher.ts';
import { SampleBuffer, type SeriesSource } from '../../storage.ts';
import type { ApiContext } from '../context.ts';
import { abortedWith } from '../aborted.ts';
import { sendChunks } from '../send.ts';
import { ByteWriter } from './byte-writer.ts';
import { badData, paramsOf, selectorParams } from './params.ts';
import { formatValue } from './result-json.ts';

const LOOKBACK_MS = 300_000;

interface LatestSample {
  labels: Labels;
  timestampMs: number;
  value: number;
}

/** `/federate`: the newest sample of the selected series as exposition text, with times, for another Prometheus to scrape. */
export function registerFederate(app: FastifyInstance, context: ApiContext): void {
  app.get('/federate', { config: { role: 'reader' } }, async (request, reply) => {
    const params = paramsOf(request);
    if (params.getAll('match[]').length === 0) throw badData('no match[] parameter provided');
    const selectors = selectorParams(params, context.language);
    const samples = await latestSamples(context.source, selectors, context.clock.now(), abortedWith(reply));
    return sendChunks(
      request,
      reply,
      'text/plain; version=0.0.4; charset=utf-8',
      exposition(samples, context.settings().externalLabels),
    );
  });
}

async function latestSamples(
  source: SeriesSource,
  selectors: readonly (readonly Matcher[])[],
  nowMs: number,
  signal: AbortSignal,
): Promise<LatestSample[]> {
  const found = new Map<string, LatestSample>();
  const buffer = new SampleBuffer();
  for (const matchers of selectors) {
    const set = await source.select({ matchers, minTimeMs: nowMs - LOOKBACK_MS + 1, maxTimeMs: nowMs, signal });
    try {
      for (let i = 0; i < set.count; i++) {
        set.read(i, buffer);
        const last = buffer.length - 1;
        if (last < 0 || isStaleAt(buffer.valueWords, last)) continue;
        const labels = set.labels(i);
        if (labels.metricName === '') continue;
        found.set(labels.key(), { labels, timestampMs: buffer.timestamps[last], value: buffer.values[last] });
      }
    } finally {
      set.close();
    }
  }
  return [...found.values()].sort(
    (a, b) => compareUtf8(a.labels.metricName, b.labels.metricName) || compareUtf8(a.labels.key(), b.labels.key()),
  );
}

/** Untyped, as Prometheus federates: a family's type may differ between its sources. */
function* exposition(samples: readonly LatestSample[], external: Labels): Generator<Buffer> {
  const writer = new ByteWriter();
  let family = '';
  for (const { labels, timestampMs, value } of samples) {
    const name = labels.metricName;
    if (name !== family) {
      family = name;
      writer.text(`# TYPE ${LEGACY_METRIC_NAME.test(name) ? name : quoted(name)} untyped\n`);
    }
    writer.text(`${seriesText(labels, external)} ${formatValue(value)} ${timestampMs}\n`);
    for (let chunk = writer.take(); chunk; chunk = writer.take()) yield chunk;
  }
  writer.flush();
  for (let chunk = writer.take(); chunk; chunk = writer.take()) yield chunk;
}

/** External labels join where the series has none of that name; `instance=""` keeps the scraper from adding its own. */
function seriesText(labels: Labels, external: Labels): string {
  const name = labels.metricName;
  const pairs = LEGACY_METRIC_NAME.test(name) ? [] : [quoted(name)];
  for (const [label, value] of labels.entries()) if (label !== '__name__') pairs.push(pair(label, value));
  for (const [label, value] of external.entries()) if (!labels.has(label)) pairs.push(pair(label, value));
  if (!labels.has('instance') && !external.has('instance')) pairs.push('instance=""');
  return `${LEGACY_METRIC_NAME.test(name) ? name : ''}{${pairs.join(',')}}`;
}

function pair(name: string, value: string): string {
  return `${LEGACY_LABEL_NAME.test(name) ? name : quoted(name)}=${quoted(value)}`;
}

/** The exposition format escapes only these three. */
function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')}"`;
}
