import type { MetricType } from '../../model/metadata.ts';
import type { CommentLine } from './comment-line.ts';
import { syntaxError } from './exposition-error.ts';
import { HistogramCheck } from './openmetrics-histogram.ts';
import { parseGoFloat } from './go-float.ts';
import type { SampleLine } from './sample-line.ts';

/** Suffixes of the sample names that a family of each type may have. */
const SUFFIXES: Readonly<Record<MetricType, readonly string[]>> = {
  counter: ['_total', '_created'],
  gauge: [''],
  histogram: ['_bucket', '_count', '_sum', '_created'],
  gaugehistogram: ['_bucket', '_gcount', '_gsum'],
  summary: ['', '_count', '_sum', '_created'],
  info: ['_info'],
  stateset: [''],
  unknown: [''],
};

const COUNTS = new Set(['_total', '_count', '_bucket', '_gcount']);
const NO_NAN = new Set([...COUNTS, '_sum', '_gsum']);

/** A metric family while its lines go by. */
interface Family {
  name: string;
  type: MetricType | undefined;
  unit: string | undefined;
  hasHelp: boolean;
  hasSamples: boolean;
}

/**
 * OpenMetrics 1.0's rules beyond syntax: one block a family, metadata first and once, names that do not clash, groups and
 * times in order, values that their type allows. Lines are given in order; every method throws ExpositionError (without a
 * line) at the line that breaks a rule, at `# EOF` for what the last family lacks.
 */
export class OpenMetricsValidator {
  private family: Family | undefined;
  private readonly namesTaken = new Set<string>();
  private groupsSeen = new Set<string>();
  private group: string | undefined;
  private groupTime: number | undefined;
  private histogram: HistogramCheck | undefined;

  comment(comment: CommentLine): void {
    if (comment.kind === 'eof') this.finish();
    if (comment.kind === 'eof' || comment.kind === 'other') return;
    if (this.family?.name !== comment.name) this.begin(comment.name);
    const family = this.family;
    if (!family) return;
    if (family.hasSamples) throw syntaxError(`metadata of ${comment.name} after its samples`);
    if (comment.kind === 'help') {
      if (family.hasHelp) throw syntaxError(`more than one HELP for ${comment.name}`);
      family.hasHelp = true;
    } else if (comment.kind === 'type') {
      if (family.type) throw syntaxError(`more than one TYPE for ${comment.name}`);
      family.type = comment.type;
    } else {
      if (family.unit !== undefined) throw syntaxError(`more than one UNIT for ${comment.name}`);
      if (comment.text !== '' && !comment.name.endsWith(`_${comment.text}`)) {
        throw syntaxError(`expected unit as suffix in metric ${comment.name}, got ${JSON.stringify(comment.text)}`);
      }
      family.unit = comment.text;
    }
  }

  sample(sample: SampleLine): void {
    const name = sample.labels.metricName;
    let suffix = this.suffixOf(name);
    if (suffix === undefined) {
      this.begin(name);
      suffix = '';
    }
    const family = this.family;
    if (!family) return;
    family.hasSamples = true;
    const type = family.type ?? 'unknown';
    this.checkValue(sample, type, suffix);
    if (sample.tail.exemplar && !(suffix === '_bucket' || (type === 'counter' && suffix === '_total'))) {
      throw syntaxError(`exemplar on a sample that must not have one: ${name}`);
    }
    this.checkGroup(sample, type, family.name);
    if (this.histogram) {
      if (suffix === '_bucket') this.histogram.bucket(sample.labels.get('le'), sample.tail.value);
      else if (suffix === '_count' || suffix === '_gcount') this.histogram.counted(sample.tail.value);
      else if (suffix === '_sum' || suffix === '_gsum') this.histogram.summed(sample.tail.value);
    }
  }

  /** Closes the current family: what it lacks as a whole, and whether its names were taken by one before it. */
  private finish(): void {
    this.endGroup();
    const family = this.family;
    this.family = undefined;
    if (!family) return;
    if (family.unit && (family.type === 'info' || family.type === 'stateset'))
      throw syntaxError(`${family.type} ${family.name} must not have a unit`);
    for (const suffix of new Set(['', ...SUFFIXES[family.type ?? 'unknown']])) {
      const name = family.name + suffix;
      if (this.namesTaken.has(name)) throw syntaxError(`clashing name ${name}`);
      this.namesTaken.add(name);
    }
  }

  /** Suffix of a sample's name within the current family; undefined when it belongs to another. */
  private suffixOf(name: string): string | undefined {
    const family = this.family;
    if (!family) return undefined;
    return SUFFIXES[family.type ?? 'unknown'].find((suffix) => name === family.name + suffix);
  }

  private begin(name: string): void {
    this.finish();
    if (this.namesTaken.has(name)) throw syntaxError(`clashing name ${name}`);
    this.family = { name, type: undefined, unit: undefined, hasHelp: false, hasSamples: false };
    this.groupsSeen = new Set();
    this.group = undefined;
  }

  private checkValue({ labels, tail: { value } }: SampleLine, type: MetricType, suffix: string): void {
    if (Number.isNaN(value) && NO_NAN.has(suffix) && type !== 'unknown' && type !== 'gauge')
      throw syntaxError('counts and sums cannot be NaN');
    if (value < 0 && COUNTS.has(suffix)) throw syntaxError('counts cannot be negative');
    if (type === 'summary') {
      if (suffix === '_sum' && value < 0) throw syntaxError('sum of a summary cannot be negative');
      if (suffix === '') {
        if (!labels.has('quantile')) throw syntaxError('summary sample without a quantile label');
        const quantile = parseGoFloat(labels.get('quantile'), true);
        if (!(quantile >= 0 && quantile <= 1))
          throw syntaxError(`invalid quantile ${JSON.stringify(labels.get('quantile'))}`);
        if (value < 0) throw syntaxError('quantile values cannot be negative');
      }
    }
    if (type === 'info' && value !== 1) throw syntaxError('value of an info must be 1');
    if (type === 'stateset') {
      if (!labels.has(labels.metricName)) throw syntaxError('stateset sample without its state label');
      if (value !== 0 && value !== 1) throw syntaxError('value of a stateset must be 0 or 1');
    }
  }

  /** A group is what one metric point consists of: the labels without those that tell its samples apart. */
  private checkGroup({ labels, tail: { timestampSeconds } }: SampleLine, type: MetricType, familyName: string): void {
    const own =
      type === 'stateset' ? familyName : type === 'summary' ? 'quantile' : type.endsWith('histogram') ? 'le' : '';
    const group = type === 'info' ? '' : labels.without(new Set(['__name__', own])).key();
    if (group !== this.group) {
      this.endGroup();
      if (this.groupsSeen.has(group)) throw syntaxError('samples of one metric must stand together');
      this.groupsSeen.add(group);
      this.group = group;
    } else {
      if ((timestampSeconds === undefined) !== (this.groupTime === undefined))
        throw syntaxError('mix of samples with and without timestamps in one metric');
      if (timestampSeconds !== undefined && this.groupTime !== undefined && type !== 'info') {
        if (timestampSeconds < this.groupTime) throw syntaxError('timestamps of one metric go backwards');
        if (timestampSeconds > this.groupTime) this.endGroup();
      }
    }
    this.groupTime = timestampSeconds;
    if (type === 'histogram' || type === 'gaugehistogram')
      this.histogram ??= new HistogramCheck(type === 'gaugehistogram');
  }

  private endGroup(): void {
    const histogram = this.histogram;
    this.histogram = undefined;
    histogram?.finish();
  }
}
