export type ExpositionFormat = 'text' | 'openmetrics';

/**
 * The format a Content-Type names: OpenMetrics for `application/openmetrics-text`, else `text` for `text/plain`; anything
 * else, or nothing, gives `fallback` (Prometheus' fallback_scrape_protocol; bookies send no or odd types at times).
 */
export function chooseFormat(contentType: string | undefined, fallback: ExpositionFormat = 'text'): ExpositionFormat {
  const mediaType = (contentType ?? '').split(';', 1)[0].trim().toLowerCase();
  if (mediaType === 'application/openmetrics-text') return 'openmetrics';
  if (mediaType === 'text/plain') return 'text';
  return fallback;
}
