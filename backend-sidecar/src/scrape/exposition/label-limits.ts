import type { Labels } from '../../model/labels.ts';
import type { IngestLimits } from '../ingest-types.ts';
import { ExpositionError } from './exposition-error.ts';
import { UNBOUNDED_LABELS } from './pulsar-knowledge.ts';
import { REPAIR_BIT } from './repairs.ts';

const UNBOUNDED_NAMES = new Set(UNBOUNDED_LABELS.map((rule) => rule.label));

/** Cuts or drops labels known to grow without bound; returns the same object when there are none. */
export function boundLabels(labels: Labels): { labels: Labels; repairs: number } {
  let repairs = 0;
  let bounded = labels;
  for (let i = 0; i < labels.flat.length; i += 2) {
    if (!UNBOUNDED_NAMES.has(labels.flat[i])) continue;
    const [name, value] = [labels.flat[i], labels.flat[i + 1]];
    const rule = UNBOUNDED_LABELS.find(
      (each) => each.label === name && (each.metrics?.test(labels.metricName) ?? true),
    );
    if (!rule || value.length <= rule.maxLength) continue;
    bounded = bounded.with(name, rule.maxLength === 0 ? '' : `${cut(value, rule.maxLength)}…`);
    repairs |= rule.maxLength === 0 ? REPAIR_BIT.label_dropped : REPAIR_BIT.label_value_cut;
  }
  return { labels: bounded, repairs };
}

/** Never through the middle of a surrogate pair. */
function cut(value: string, length: number): string {
  const last = value.charCodeAt(length - 1);
  return value.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

const LIMIT_HINT = 'Raise the limit in scrape_configs, or drop the label or series with metric_relabel_configs.';

/** Prometheus' label limits on a final label set; lengths in bytes of UTF-8. @throws ExpositionError without a line. */
export function checkLabelLimits(labels: Labels, limits: IngestLimits): void {
  const metric = labels.metricName.slice(0, 50);
  if (limits.labelLimit > 0 && labels.size > limits.labelLimit) {
    throw limit('label_limit', `metric: ${metric}, number of labels: ${labels.size}, limit: ${limits.labelLimit}`);
  }
  if (limits.labelNameLengthLimit === 0 && limits.labelValueLengthLimit === 0) return;
  for (const [name, value] of labels.entries()) {
    const label = name.slice(0, 50);
    const nameLength = Buffer.byteLength(name);
    if (limits.labelNameLengthLimit > 0 && nameLength > limits.labelNameLengthLimit) {
      throw limit(
        'label_name_length_limit',
        `metric: ${metric}, label name: ${label}, length: ${nameLength}, limit: ${limits.labelNameLengthLimit}`,
      );
    }
    const valueLength = Buffer.byteLength(value);
    if (limits.labelValueLengthLimit > 0 && valueLength > limits.labelValueLengthLimit) {
      const shown = JSON.stringify(value.slice(0, 50));
      throw limit(
        'label_value_length_limit',
        `metric: ${metric}, label name: ${label}, value: ${shown}, length: ${valueLength}, limit: ${limits.labelValueLengthLimit}`,
      );
    }
  }
}

function limit(name: string, facts: string): ExpositionError {
  return new ExpositionError('OBS_SCRAPE_LABEL_LIMIT', `${name} exceeded (${facts})`, undefined, LIMIT_HINT);
}

/** @throws ExpositionError when a scrape holds more samples than it may. */
export function checkSampleLimit(samples: number, limits: IngestLimits): void {
  if (limits.sampleLimit === 0 || samples <= limits.sampleLimit) return;
  throw new ExpositionError(
    'OBS_SCRAPE_SAMPLE_LIMIT',
    `sample limit exceeded (${samples} samples, limit: ${limits.sampleLimit})`,
    undefined,
    LIMIT_HINT,
  );
}

/** @throws ExpositionError when a body is longer than it may be. */
export function checkBodySize(bytes: number, limits: IngestLimits): void {
  if (limits.bodySizeLimitBytes === 0 || bytes <= limits.bodySizeLimitBytes) return;
  throw new ExpositionError(
    'OBS_SCRAPE_BODY_LIMIT',
    `body size limit exceeded (limit: ${limits.bodySizeLimitBytes} bytes)`,
    undefined,
    'Raise body_size_limit, or make the target expose less.',
  );
}
