import type { FastifyInstance } from 'fastify';
import { formatDuration } from '../../model/duration.ts';
import { ObservatoryError } from '../../util/errors.ts';
import type { Matcher } from '../../model/matcher.ts';
import type { ActiveTarget, ApiContext, TargetsView } from '../context.ts';
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
            .map(({ discoveredLabels, scrapePool }) => ({ discoveredLabels, scrapePool }))
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
    const data = collectMetadata(targets, matchers, metric, limit);
    if (data.length === 0)
      throw new ObservatoryError('OBS_TARGETS_NO_METADATA', 'specified metadata not found', { httpStatus: 404 });
    return sendData(request, reply, data);
  });
}

function activeJson(target: ActiveTarget) {
  return {
    discoveredLabels: target.discoveredLabels,
    labels: target.labels,
    scrapePool: target.scrapePool,
    scrapeUrl: target.scrapeUrl,
    globalUrl: target.globalUrl,
    lastError: target.lastError,
    lastScrape: formatTime(target.lastScrapeMs),
    lastScrapeDuration: target.lastScrapeDurationMs / 1000,
    health: target.health,
    scrapeInterval: formatDuration(target.scrapeIntervalMs),
    scrapeTimeout: formatDuration(target.scrapeTimeoutMs),
  };
}

function collectMetadata(targets: TargetsView, matchers: readonly Matcher[], metric: string, limit: number): object[] {
  const data: object[] = [];
  for (const target of targets.active()) {
    if (!matchers.every((matcher) => matcher.matches(target.labels[matcher.name] ?? ''))) continue;
    for (const [name, metadata] of targets.metadataOf(target)) {
      if (metric !== '' && name !== metric) continue;
      if (limit >= 0 && data.length >= limit) return data;
      data.push({ target: target.labels, ...(metric === '' ? { metric: name } : {}), ...metadataJson(metadata) });
    }
  }
  return data;
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
