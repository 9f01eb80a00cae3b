import type { Labels } from '../../model/labels.ts';
import type { IngestLimits } from '../ingest-types.ts';
import { ExpositionError } from './exposition-error.ts';

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
