import type { Appender } from '../storage.ts';
import type { ExpositionFormat } from './exposition/format.ts';
import { CachedIngester } from './ingest-cached.ts';
import { PlainIngester } from './ingest-plain.ts';
import type { IngestOptions, Ingester } from './ingest-types.ts';

/**
 * The ingester of one target: from the bytes of its bodies to samples in the store. Strict reading parses every body in
 * full; otherwise a body is matched against the one before it, with the same result.
 * @param fallback format of bodies whose Content-Type says nothing useful (fallback_scrape_protocol).
 */
export function createIngester(
  appender: Appender,
  options: IngestOptions,
  fallback: ExpositionFormat = 'text',
): Ingester {
  return options.strict
    ? new PlainIngester(appender, options, fallback)
    : new CachedIngester(appender, options, fallback);
}
