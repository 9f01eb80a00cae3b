import type { Appender } from '../storage.ts';
import type { ExpositionFormat } from './exposition/format.ts';
import { PlainIngester } from './ingest-plain.ts';
import type { IngestOptions, Ingester } from './ingest-types.ts';

/**
 * The ingester of one target: from the bytes of its bodies to samples in the store.
 * @param fallback format of bodies whose Content-Type says nothing useful (fallback_scrape_protocol).
 */
export function createIngester(
  appender: Appender,
  options: IngestOptions,
  fallback: ExpositionFormat = 'text',
): Ingester {
  return new PlainIngester(appender, options, fallback);
}
