/** The seven queries of the comparison of stores: ranges are the hour that was loaded. */
export interface BenchQuery {
  name: string;
  what: string;
  expression: string;
  /** Undefined: an instant query at the end of the hour. */
  stepSeconds?: number;
  /** Runs between two looks at the clock of the process, so that short queries are measured too. */
  repeat: number;
}

/** 4 of 11 namespaces: about 1,100 of the 3,130 series of a family. */
const TEAMS = 'namespace=~"acme/team-[0-3]"';

export const BENCH_QUERIES: readonly BenchQuery[] = [
  {
    name: 'Q1',
    what: 'instant sum by (namespace), 1.1k series',
    expression: `sum by (namespace) (pulsar_rate_in{${TEAMS}})`,
    repeat: 20,
  },
  {
    name: 'Q2',
    what: 'rate[5m], 1.1k series out',
    expression: `rate(pulsar_in_messages_total{${TEAMS}}[5m])`,
    stepSeconds: 15,
    repeat: 2,
  },
  {
    name: 'Q2b',
    what: 'sum by (namespace) of it',
    expression: `sum by (namespace) (rate(pulsar_in_messages_total{${TEAMS}}[5m]))`,
    stepSeconds: 15,
    repeat: 4,
  },
  {
    name: 'Q3',
    what: 'histogram_quantile 0.99, 3.4k buckets',
    expression: `histogram_quantile(0.99, sum by (le, namespace) (rate(pulsar_storage_write_latency_bucket{${TEAMS}}[5m])))`,
    stepSeconds: 15,
    repeat: 2,
  },
  { name: 'Q4', what: 'instant topk(10), 1.1k series', expression: `topk(10, pulsar_rate_in{${TEAMS}})`, repeat: 20 },
  {
    name: 'Q5',
    what: 'instant sum by (__name__), 50k series',
    expression: 'sum by (__name__) ({cluster="demo-1"})',
    repeat: 2,
  },
  {
    name: 'Q5b',
    what: 'sum over 50k series, 1 h / 60 s',
    expression: 'sum({cluster="demo-1"})',
    stepSeconds: 60,
    repeat: 1,
  },
];
