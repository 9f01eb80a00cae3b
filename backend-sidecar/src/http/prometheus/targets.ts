import { hostname } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { formatDuration } from '../../model/duration.ts';
import { ObservatoryError } from '../../util/errors.ts';
import { Matcher } from '../../model/matcher.ts';
import type { TargetStatus } from '../../scrape/target-status.ts';
import type { ApiContext } from '../context.ts';
import { isLoopback } from '../guard/address.ts';
import { formatTime, sendData } from './answer.ts';
import { metadataJson } from './metadata.ts';
import { badData, invalidParameter, paramsOf } from './params.ts';

/** `targets`, `targets/metadata` and `scrape_pools`. */
export function registerTargets(app: FastifyInstance, context: ApiContext): void {
  const { targets } = context;
  const config = { role: 'reader' } as const;

  app.get('/api/v1/targets', { config }, async (request, reply) => {
    const params = paramsOf(request);
    const state = (params.get('state') ?? '').toLowerCase();
    const pool = params.get('scrapePool') ?? '';
    const ofPool = ({ scrapePool }: { scrapePool: string }) => pool === '' || scrapePool === pool;
    const showActive = state === '' || state === 'any' || state === 'active';
    const showDropped = state === '' || state === 'any' || state === 'dropped';
    return sendData(request, reply, {
      activeTargets: showActive ? targets.active().filter(ofPool).map(activeJson) : [],
      droppedTargets: showDropped
        ? targets
            .dropped()
            .filter(ofPool)
            .map(({ discoveredLabels, scrapePool }) => ({ discoveredLabels: discoveredLabels.toObject(), scrapePool }))
        : [],
      droppedTargetCounts: targets.droppedCounts(),
    });
  });

  app.get('/api/v1/scrape_pools', { config }, async (request, reply) => {
    const pools = new Set([
      ...targets.active().map(({ scrapePool }) => scrapePool),
      ...Object.keys(targets.droppedCounts()),
    ]);
    return sendData(request, reply, { scrapePools: [...pools].sort() });
  });

  app.get('/api/v1/targets/metadata', { config }, async (request, reply) => {
    const params = paramsOf(request);
    const limit = limitOf(params);
    const metric = params.get('metric') ?? '';
    const matchers = matchersOf(params.get('match_target') ?? '', context);
    const data = await collectMetadata(context, matchers, metric, limit);
    if (data.length === 0)
      throw new ObservatoryError('OBS_TARGETS_NO_METADATA', 'specified metadata not found', { httpStatus: 404 });
    return sendData(request, reply, data);
  });
}

function activeJson(target: TargetStatus) {
  return {
    discoveredLabels: target.discoveredLabels.toObject(),
    labels: target.labels.toObject(),
    scrapePool: target.scrapePool,
    scrapeUrl: target.scrapeUrl,
    globalUrl: globalUrl(target.scrapeUrl),
    lastError: target.lastError,
    lastScrape: formatTime(target.lastScrapeMs),
    lastScrapeDuration: target.lastScrapeDurationSeconds,
    health: target.health,
    scrapeInterval: formatDuration(target.scrapeIntervalMs),
    scrapeTimeout: formatDuration(target.scrapeTimeoutMs),
  };
}

/** The URL as seen from another host: loopback addresses mean this one. */
function globalUrl(scrapeUrl: string): string {
  const url = new URL(scrapeUrl);
  if (isLoopback(url.hostname.replace(/^\[|\]$/g, '')) || url.hostname === 'localhost') url.hostname = hostname();
  return url.href;
}

/** The store keeps metadata by metric name; which names a target exposes is read from its recent series. */
async function collectMetadata(
  context: ApiContext,
  matchers: readonly Matcher[],
  metric: string,
  limit: number,
): Promise<object[]> {
  const data: object[] = [];
  const metadata = context.source.metadata(metric || undefined);
  for (const target of context.targets.active()) {
    if (limit >= 0 && data.length >= limit) break;
    if (!matchers.every((matcher) => matcher.matches(target.labels.get(matcher.name)))) continue;
    const exposed = await exposedNames(context, target);
    const labels = target.labels.toObject();
    for (const [name, each] of metadata) {
      if (limit >= 0 && data.length >= limit) break;
      if (!SUFFIXES.some((suffix) => exposed.has(name + suffix))) continue;
      data.push({ target: labels, ...(metric === '' ? { metric: name } : {}), ...metadataJson(each) });
    }
  }
  return data;
}

/** Samples of a family may carry one of these behind the family's name. */
const SUFFIXES = ['', '_total', '_bucket', '_count', '_sum', '_info', '_gcount', '_gsum', '_created'];

async function exposedNames(context: ApiContext, target: TargetStatus): Promise<ReadonlySet<string>> {
  const matchers = ['job', 'instance'].map((name) => new Matcher('=', name, target.labels.get(name)));
  const now = context.clock.now();
  const recently = now - 2 * target.scrapeIntervalMs - target.scrapeTimeoutMs;
  return new Set(await context.source.labelValues('__name__', [matchers], recently, now));
}

function matchersOf(text: string, context: ApiContext): readonly Matcher[] {
  if (text === '') return [];
  try {
    return context.language.parseSelector(text);
  } catch (error) {
    throw invalidParameter('match_target', error instanceof Error ? error.message : String(error), error);
  }
}

function limitOf(params: URLSearchParams): number {
  const text = params.get('limit') ?? '';
  if (text === '') return -1;
  if (!/^[+-]?\d+$/.test(text)) throw badData('limit must be a number');
  return Number(text);
}
