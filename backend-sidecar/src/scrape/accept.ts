import type { ScrapeProtocol } from '../config/config.ts';

const MEDIA_TYPES: Readonly<Record<ScrapeProtocol, string | undefined>> = {
  'OpenMetricsText1.0.0': 'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8',
  'OpenMetricsText0.0.1': 'application/openmetrics-text;version=0.0.1',
  'PrometheusText1.0.0': 'text/plain;version=1.0.0;escaping=allow-utf-8',
  'PrometheusText0.0.4': 'text/plain;version=0.0.4',
  // Not read; never asked for.
  PrometheusProto: undefined,
};

/**
 * The Accept header of Prometheus 3 for these protocols. It always ends in `*` + `/*`: a function worker answers 406 to a
 * client that takes nothing but OpenMetrics.
 */
export function acceptHeader(protocols: readonly ScrapeProtocol[]): string {
  // Prometheus counts down from the number of protocols it knows, plus one.
  let weight = Object.keys(MEDIA_TYPES).length + 1;
  const parts: string[] = [];
  for (const protocol of protocols) {
    const type = MEDIA_TYPES[protocol];
    if (type !== undefined) parts.push(`${type};q=0.${weight--}`);
  }
  parts.push(`*/*;q=0.${weight}`);
  return parts.join(',');
}

const CONTENT_TYPES: Readonly<Record<ScrapeProtocol, string>> = {
  'OpenMetricsText1.0.0': 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  'OpenMetricsText0.0.1': 'application/openmetrics-text; version=0.0.1; charset=utf-8',
  'PrometheusText1.0.0': 'text/plain; version=1.0.0; charset=utf-8',
  'PrometheusText0.0.4': 'text/plain; version=0.0.4; charset=utf-8',
  PrometheusProto: 'text/plain; version=0.0.4; charset=utf-8',
};

/** How a body is to be read: its own content type where that is a known format, else the fallback; undefined if neither. */
export function effectiveContentType(
  header: string | undefined,
  fallback: ScrapeProtocol | undefined,
): string | undefined {
  const media = header?.split(';', 1)[0].trim().toLowerCase();
  if (media === 'text/plain' || media === 'application/openmetrics-text') return header;
  return fallback && CONTENT_TYPES[fallback];
}
