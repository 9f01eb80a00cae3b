import { parseExpr, selectorsOf } from '../../promql/index.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import { SIGNALS } from '../signals/catalogue.ts';

/** What a query speaks of. */
export interface QueryTerms {
  /** Signals that its metrics are, or are made of. */
  kinds: ReadonlySet<string>;
  /** Labels that its selectors fix. */
  equal: ReadonlyMap<string, string>;
}

/** Metrics that no signal reads, and the signals that move with them. */
const SPEAKS_OF: readonly [RegExp, readonly string[]][] = [
  [
    /publish_latency|storage_(ledger_)?write_latency|AddEntryLatency|managed_ledger_.*add_latency/,
    ['publish_latency', 'publish_acks', 'slow_writes', 'add_latency'],
  ],
  [/_rate_in$|throughput_in$|messages_in_total|bytes_in_total|in_bytes_total/, ['topic_load', 'publish_acks']],
  [/_rate_out$|throughput_out$|messages_out_total|bytes_out_total|out_bytes_total/, ['delivery']],
  [/back_?log/, ['backlog']],
  [/bookie_journal|ADD_ENTRY/, ['disk_latency', 'journal_queue', 'adds_waiting', 'add_latency', 'bookie_writes']],
  [/READ_ENTRY|bookie_read/, ['read_latency', 'bookie_reads']],
  [/jvm_gc/, ['gc_pause']],
  [/jvm_memory/, ['heap', 'direct_memory']],
];

/** @throws ObservatoryError OBS_ANALYSIS_QUERY */
export function queryTerms(query: string): QueryTerms {
  const kinds = new Set<string>();
  const equal = new Map<string, string>();
  for (const matcher of selectorsIn(query).flat()) {
    if (matcher.type !== '=') continue;
    if (matcher.name === '__name__') for (const kind of kindsOf(matcher.value)) kinds.add(kind);
    else equal.set(matcher.name, matcher.value);
  }
  return { kinds, equal };
}

function selectorsIn(query: string): ReturnType<typeof selectorsOf> {
  try {
    return selectorsOf(parseExpr(query));
  } catch (error) {
    throw queryError(error);
  }
}

export function queryError(error: unknown): ObservatoryError {
  return new ObservatoryError('OBS_ANALYSIS_QUERY', `the query cannot be evaluated: ${messageOf(error)}`, {
    httpStatus: 400,
    hint: 'try it on the query page; explain also finds the symptom in the window when no query is given',
    cause: error,
  });
}

function kindsOf(name: string): string[] {
  const base = name.replace(/_(bucket|sum|count)$/, '');
  const exact = SIGNALS.filter(({ metrics, over }) => [...metrics, ...(over ?? [])].includes(name)).map(
    ({ kind }) => kind,
  );
  return [...exact, ...SPEAKS_OF.filter(([pattern]) => pattern.test(base)).flatMap(([, kinds]) => kinds)];
}
