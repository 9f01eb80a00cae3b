import type { MetricMetadata, MetricType } from '../../model/metadata.ts';
import type { CommentLine } from './comment-line.ts';
import { syntaxError } from './exposition-error.ts';
import type { Dialect } from './line-cursor.ts';
import { correctedType, steppedMs } from './pulsar-knowledge.ts';
import { RepairCounts, type StructuralRepair } from './repairs.ts';

/** Suffixes by which a sample belongs to a family of another name. Those of OpenMetrics are read in text as well. */
const SUFFIXES: Readonly<Partial<Record<MetricType, readonly string[]>>> = {
  counter: ['_total', '_created'],
  histogram: ['_bucket', '_count', '_sum', '_created'],
  gaugehistogram: ['_bucket', '_gcount', '_gsum'],
  summary: ['_count', '_sum', '_created'],
  info: ['_info'],
};
const OPENMETRICS_ONLY = new Set(['_total', '_created', '_info', '_gcount', '_gsum']);
const SUFFIX = /^(.+)(_total|_created|_bucket|_count|_sum|_gcount|_gsum|_info)$/;

interface Family {
  name: string;
  type: MetricType | undefined;
  help: string | undefined;
  unit: string | undefined;
  /** Names of its samples other than the family's own. */
  suffixed: Set<string>;
  hasOwnSample: boolean;
  hasSamples: boolean;
  isSplit: boolean;
}

export interface FamilySummary {
  /** By the name that a reader of the series looks up: the family's, or `x_total` for a counter `x` without own samples. */
  metadata: ReadonlyMap<string, MetricMetadata>;
  repairs: Readonly<Record<string, number>>;
}

/**
 * Follows the order of metadata lines and sample names through one body: which family each sample belongs to, what the
 * page says about it, and in which ways the page is out of order. Depends on the body's structure only, not on values, so
 * the scrape cache runs it anew only when lines came, went or moved.
 */
export class FamilyTracker {
  private readonly families = new Map<string, Family>();
  private readonly repairs = new RepairCounts();
  private current: Family | undefined;
  private lastName: string | undefined;
  private readonly strict: boolean;
  private readonly isText: boolean;

  constructor(dialect: Dialect) {
    // OpenMetrics has its own, stricter validator.
    this.strict = dialect.strict && dialect.format === 'text';
    this.isText = dialect.format === 'text';
  }

  /** @throws ExpositionError in strict text when metadata is repeated or comes late. */
  comment(comment: CommentLine, line?: number): void {
    if (comment.kind === 'eof' || comment.kind === 'other') return;
    const family = this.family(comment.name);
    if (comment.kind === 'type') {
      if (family.type !== undefined)
        return this.mend('duplicate_type', `second TYPE line for metric name "${comment.name}"`, line);
      family.type = comment.type;
      if (family.hasSamples)
        this.mend('type_after_samples', `TYPE reported after samples for metric name "${comment.name}"`, line);
    } else if (comment.kind === 'help') {
      if (family.help !== undefined)
        return this.mend('duplicate_help', `second HELP line for metric name "${comment.name}"`, line);
      family.help = comment.text;
    } else family.unit ??= comment.text;
  }

  /** A sample's name in the order of lines. @throws ExpositionError in strict text when its family was interrupted. */
  sample(name: string, line?: number): void {
    if (name === this.lastName) return;
    this.lastName = name;
    const family = this.familyOf(name);
    if (name === family.name) family.hasOwnSample = true;
    else family.suffixed.add(name);
    // Without a TYPE, `x`, `x_sum` and `x` again is a summary for whoever knows it.
    if (family !== this.current && family.hasSamples && family.type !== undefined && !family.isSplit) {
      family.isSplit = true;
      this.mend('split_family', `samples of metric family "${family.name}" are not contiguous`, line);
    }
    family.hasSamples = true;
    this.current = family;
  }

  finish(): FamilySummary {
    const metadata = new Map<string, MetricMetadata>();
    for (const family of this.families.values()) {
      if (family.type !== undefined && !family.hasSamples) this.repairs.add('type_without_samples');
      this.describe(family, metadata);
    }
    return { metadata, repairs: this.repairs.counts };
  }

  private describe(family: Family, metadata: Map<string, MetricMetadata>): void {
    let name = family.name;
    let type = family.type ?? 'unknown';
    const onlySuffix = !family.hasOwnSample && (type === 'counter' ? '_total' : type === 'info' ? '_info' : '');
    if (onlySuffix && family.suffixed.has(name + onlySuffix)) name += onlySuffix;
    if (this.isText && [...family.suffixed].some((full) => OPENMETRICS_ONLY.has(full.slice(family.name.length)))) {
      this.repairs.add('openmetrics_names');
    }
    const known = lookUp(name, type);
    if (known.type) {
      this.repairs.add('type_corrected');
      type = known.type;
    }
    const said = family.type !== undefined || family.help !== undefined || family.unit !== undefined;
    if (!said && known.steppedMs === undefined) return;
    const entry: MetricMetadata = { type, help: family.help ?? '', unit: family.unit ?? '' };
    if (known.steppedMs === undefined) metadata.set(name, entry);
    else {
      metadata.set(name, { ...entry, steppedMs: known.steppedMs });
      // The quantiles are stepped, count and sum are live: say so under their own names.
      if (type === 'summary')
        for (const full of family.suffixed)
          if (!full.endsWith('_created')) metadata.set(full, { ...entry, type: 'counter' });
    }
  }

  private family(name: string): Family {
    let family = this.families.get(name);
    if (!family) {
      family = {
        name,
        type: undefined,
        help: undefined,
        unit: undefined,
        suffixed: new Set(),
        hasOwnSample: false,
        hasSamples: false,
        isSplit: false,
      };
      this.families.set(name, family);
    }
    return family;
  }

  /** A family of the very name comes first (`x_created` typed on its own), then one whose type knows the suffix. */
  private familyOf(name: string): Family {
    const own = this.families.get(name);
    if (own?.type !== undefined) return own;
    const match = SUFFIX.exec(name);
    if (match) {
      const base = this.families.get(match[1]);
      if (base?.type !== undefined && SUFFIXES[base.type]?.includes(match[2])) return base;
    }
    return own ?? this.family(name);
  }

  private mend(kind: StructuralRepair, reason: string, line: number | undefined): void {
    if (this.strict) throw syntaxError(reason, line);
    this.repairs.add(kind);
  }
}

interface Known {
  type: MetricType | undefined;
  steppedMs: number | undefined;
}

/** The tables hold patterns: remember the answer for each name. Shared by all targets, which expose the same names. */
const knownByName = new Map<string, Known>();
const KNOWN_LIMIT = 20_000;

function lookUp(name: string, type: MetricType): Known {
  const key = `${type} ${name}`;
  let known = knownByName.get(key);
  if (!known) {
    const corrected = correctedType(name, type);
    known = { type: corrected, steppedMs: steppedMs(name, corrected ?? type) };
    if (knownByName.size >= KNOWN_LIMIT) knownByName.clear();
    knownByName.set(key, known);
  }
  return known;
}
