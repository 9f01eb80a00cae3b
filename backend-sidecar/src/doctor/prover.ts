import type { CapabilityList } from '@observatory/protocol/capabilities';
import type { ProvedExpression, ProvedSelector } from '@observatory/protocol/doctor';
import { aliasesOf, capabilityOfMetric, renamedTo } from '../canonical/index.ts';
import type { Matcher } from '../model/matcher.ts';
import { childrenOf, parseExpr, parseMetricSelector, type Expr } from '../promql/index.ts';
import type { SeriesSource } from '../storage.ts';
import { messageOf } from '../util/errors.ts';
import type { FoundExpression } from './expression.ts';
import { ANY_VALUE, replaceVariables } from './grafana-variables.ts';
import { likelyNames } from './likely-names.ts';
import { absentSource, sourceOfJob } from './metric-sources.ts';
import { nearest } from './nearest.ts';
import { ALIVE, best, worst, type Verdict } from './verdict.ts';

export interface ProverOptions {
  source: Pick<SeriesSource, 'series' | 'labelValues'>;
  capabilities: () => CapabilityList;
  /** Series count as live when they have samples in this span, ms. */
  fromMs: number;
  toMs: number;
  /** Names that rules in the same files will make. */
  recorded: ReadonlySet<string>;
}

const ABSENT: ReadonlySet<string> = new Set(['absent', 'absent_over_time']);

/** Proves expressions against live series, each selector once. */
export class Prover {
  private readonly options: ProverOptions;
  private readonly proved = new Map<string, Promise<ProvedSelector>>();
  private names: Promise<string[]> | undefined;

  constructor(options: ProverOptions) {
    this.options = options;
  }

  async prove({ isSelector, otherSource, ...found }: FoundExpression): Promise<ProvedExpression> {
    if (otherSource !== undefined) {
      const why = `it asks a data source of type ${otherSource}, not metrics`;
      return { ...found, proof: 'absent', why, selectors: [] };
    }
    const text = replaceVariables(found.expression);
    try {
      const verdict = isSelector
        ? await this.selector(parseMetricSelector(text))
        : await this.expression(parseExpr(text));
      return { ...found, ...verdict };
    } catch (error) {
      return { ...found, proof: 'wrong', why: `it does not parse: ${messageOf(error)}`, selectors: [] };
    }
  }

  /** Every part must have series, except where the operator does without. */
  private async expression(expr: Expr): Promise<Verdict> {
    if (expr.kind === 'vectorSelector') return expr.mayBeEmpty ? ALIVE : this.selector(expr.matchers);
    if (expr.kind === 'matrixSelector') return this.selector(expr.selector.matchers);
    if (expr.kind === 'call' && ABSENT.has(expr.func.name))
      return { ...ALIVE, why: 'it asks whether there is nothing' };
    if (expr.kind === 'binary' && expr.op === 'unless') return this.expression(expr.left);
    const parts = await Promise.all(childrenOf(expr).map((child) => this.expression(child)));
    if (expr.kind !== 'binary' || expr.op !== 'or') return worst(parts);
    // `x or vector(0)`: a default shows a number where there is none to show.
    const asking = parts.filter(({ selectors }) => selectors.length > 0);
    return best(asking.length > 0 ? asking : parts);
  }

  private async selector(all: readonly Matcher[]): Promise<Verdict> {
    // A variable may be chosen so that it fits.
    const matchers = all.filter(({ value }) => !value.includes(ANY_VALUE));
    const text = `{${matchers.map(String).join(', ')}}`;
    let proving = this.proved.get(text);
    if (!proving) this.proved.set(text, (proving = this.look(text, matchers)));
    const proved = await proving;
    return { proof: proved.proof, why: proved.why, selectors: [proved] };
  }

  private async look(selector: string, matchers: readonly Matcher[]): Promise<ProvedSelector> {
    if (await this.hasSeries(matchers)) return { selector, proof: 'data', why: '' };
    const named = matchers.find(({ name, type }) => name === '__name__' && type === '=');
    if (!named) return { selector, proof: 'wrong', why: 'no series match it' };
    const metric = named.value;
    if (this.options.recorded.has(metric))
      return { selector, proof: 'data', why: 'a rule of the same files records it' };
    const others = matchers.filter((matcher) => matcher !== named);
    if (others.length > 0 && (await this.hasSeries([named])))
      return (
        (await this.jobIsNotHere(selector, others)) ?? {
          selector,
          proof: 'wrong',
          why: await this.guilty(named, others),
        }
      );
    return (
      (await this.renamed(selector, metric)) ??
      this.switchedOff(selector, metric) ??
      (await this.likely(selector, metric)) ?? { selector, proof: 'wrong', why: await this.unknownName(metric) }
    );
  }

  /** A metric that is live under another name; one that is exposed nowhere for want of a switch is not renamed. */
  private async renamed(selector: string, metric: string): Promise<ProvedSelector | undefined> {
    const today = renamedTo(metric);
    const live: string[] = [];
    for (const name of new Set([...(today ? [today.name] : []), ...aliasesOf(metric)]))
      if ((await this.liveNames()).includes(name)) live.push(name);
    if (live.length > 0) return { selector, proof: 'renamed', why: `${metric} is ${live[0]} here`, names: live };
    if (!today) return undefined;
    // The name is dead whatever happens; that the new one is silent here is the second thing to know.
    const off = this.switchedOff(selector, today.name);
    const silent = off ? off.why : 'no target exposes that at present';
    return {
      selector,
      proof: 'renamed',
      why: `${metric} is called ${today.name} now (${today.source}); ${silent}`,
      names: [today.name],
      ...(off?.setting && { setting: off.setting }),
    };
  }

  private switchedOff(selector: string, metric: string): ProvedSelector | undefined {
    const capability = capabilityOfMetric(metric);
    if (!capability?.setting) return undefined;
    const { targets } = this.options.capabilities();
    if (!targets.some(({ states }) => states[capability.id] === 'off')) return undefined;
    const { setting, title } = capability;
    const why = `${title}: switched off: set ${setting.key}=${setting.value} in ${setting.file}`;
    return { selector, proof: 'off', why, setting };
  }

  /** A metric whose like is live under a name that some rule explains, or none of whose kind is here. */
  private async likely(selector: string, metric: string): Promise<ProvedSelector | undefined> {
    const live = await this.liveNames();
    if (live.length === 0) return undefined;
    const found = likelyNames(metric, live);
    if (found) return { selector, proof: 'renamed', ...found };
    const source = absentSource(metric, live);
    return source && { selector, proof: 'absent', why: `it comes from ${source.from}: ${source.cure}` };
  }

  /** A job that stands for something that is not part of every cluster, and is not scraped here. */
  private async jobIsNotHere(selector: string, others: readonly Matcher[]): Promise<ProvedSelector | undefined> {
    const job = others.find(({ name, type }) => name === 'job' && type === '=');
    const source = job && sourceOfJob(job.value);
    if (!source || (await this.hasSeries([job]))) return undefined;
    return { selector, proof: 'absent', why: `job="${job.value}" is ${source.from}: ${source.cure}` };
  }

  /** Which of the matchers leaves nothing, with values that the label has. */
  private async guilty(named: Matcher, others: readonly Matcher[]): Promise<string> {
    const { source, fromMs, toMs } = this.options;
    for (const matcher of others) {
      if (await this.hasSeries([named, matcher])) continue;
      const values = await source.labelValues(matcher.name, [[named]], fromMs, toMs);
      return values.length === 0
        ? `${named.value} has no label ${matcher.name}`
        : `${named.value} has no ${matcher.toString()}; it has ${values.slice(0, 5).join(', ')}${values.length > 5 ? ', …' : ''}`;
    }
    return `${named.value} has no series with all of these labels at once`;
  }

  private async unknownName(metric: string): Promise<string> {
    const names = (await this.liveNames()).filter((name) => !name.endsWith('_created'));
    if (names.length === 0) return 'nothing is stored at all: is anything scraped?';
    const like = nearest(metric, names);
    return `no target exposes ${metric}${like ? `; ${like} is the nearest name` : ''}`;
  }

  private async hasSeries(matchers: readonly Matcher[]): Promise<boolean> {
    // Every matcher held a variable: whatever there is fits.
    if (matchers.length === 0) return (await this.liveNames()).length > 0;
    const { source, fromMs, toMs } = this.options;
    return (await source.series([matchers], fromMs, toMs)).length > 0;
  }

  private liveNames(): Promise<string[]> {
    const { source, fromMs, toMs } = this.options;
    return (this.names ??= source.labelValues('__name__', [], fromMs, toMs));
  }
}
