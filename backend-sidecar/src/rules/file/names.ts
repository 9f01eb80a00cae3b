/** Prometheus 3 takes any UTF-8 text as a name of metrics and labels; broken surrogates are the only texts that are none. */
export function isLabelName(name: string): boolean {
  return name !== '' && !LONE_SURROGATE.test(name);
}

export const isMetricName = isLabelName;

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
