/**
 * What a lenient reading mends. Line repairs belong to one line and are kept as bits, so that a line served from the
 * scrape cache is counted again without being read again; structural repairs come out of families.ts.
 *
 * Some of these are legal for Prometheus' own parser (`trailing_comma`, `empty_braces`, `infinity_spelling` in text
 * 0.0.4); they are counted all the same, because other readers of the same page stumble over them.
 */
export const LINE_REPAIRS = [
  /** `{a="b",}`. */
  'trailing_comma',
  /** `name{} 1`. */
  'empty_braces',
  /** OpenMetrics with more or other white space than the one blank it demands. */
  'loose_whitespace',
  /** `Infinity` where the formats write `+Inf` / `-Inf`. */
  'infinity_spelling',
  /** Hexadecimal floats and underscores: Go's ParseFloat reads them, Prometheus refuses them. */
  'go_float_syntax',
  /** Lines that end in CR LF. */
  'carriage_return',
  /** Bytes that are not UTF-8, read as U+FFFD. */
  'invalid_utf8',
  /** An unbounded label value (an exception's message) cut to a fixed length: pulsar-knowledge.ts. */
  'label_value_cut',
  /** A label that repeats a process-wide fact of kilobytes on each series, dropped: pulsar-knowledge.ts. */
  'label_dropped',
  /** OpenMetrics: an empty line or a free comment. */
  'stray_line',
  /** `# TYPE x word` with a word that is no type, read as unknown. */
  'unknown_type',
  /** HELP, TYPE or UNIT lines that cannot be read, skipped. */
  'malformed_metadata',
  /** An exemplar in text 0.0.4, or one whose labels are longer than 128 characters; the latter is not stored. */
  'exemplar_misuse',
] as const;

export type LineRepair = (typeof LINE_REPAIRS)[number];

/** Bit of each line repair. */
export const REPAIR_BIT = Object.fromEntries(LINE_REPAIRS.map((kind, bit) => [kind, 1 << bit])) as Readonly<
  Record<LineRepair, number>
>;

export type StructuralRepair =
  /** A second `# TYPE` / `# HELP` for a family; the first counts. */
  | 'duplicate_type'
  | 'duplicate_help'
  /** A `# TYPE` whose family has no sample. */
  | 'type_without_samples'
  /** A `# TYPE` below samples of its family; it counts all the same. */
  | 'type_after_samples'
  /** A typed family whose samples are interrupted by another family's. */
  | 'split_family'
  /** Text 0.0.4 with OpenMetrics names: `# TYPE x counter` over `x_total`. The metadata goes to the names in use. */
  | 'openmetrics_names'
  /** A type known to be wrong, put right: pulsar-knowledge.ts. */
  | 'type_corrected';

/** The same series twice in one body: the first sample is kept, as Prometheus does. */
export type RepairKind = LineRepair | StructuralRepair | 'duplicate_sample';

/** Occurrences by kind. */
export class RepairCounts {
  readonly counts: Record<string, number> = {};

  add(kind: RepairKind, times = 1): void {
    if (times > 0) this.counts[kind] = (this.counts[kind] ?? 0) + times;
  }

  /** Adds one of every kind whose bit is set. */
  addBits(bits: number, times = 1): void {
    for (let rest = bits; rest !== 0; rest &= rest - 1) this.add(LINE_REPAIRS[31 - Math.clz32(rest & -rest)], times);
  }

  addAll(other: Readonly<Record<string, number>>): void {
    for (const [kind, times] of Object.entries(other)) this.counts[kind] = (this.counts[kind] ?? 0) + times;
  }
}
