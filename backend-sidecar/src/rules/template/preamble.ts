/** What Prometheus puts before every template of an alerting rule, so that `$labels` and `$value` can be written. */
export const ALERT_PREAMBLE =
  '{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}{{$value := .Value}}';
