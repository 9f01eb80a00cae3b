import type { CapabilityList } from '@observatory/protocol/capabilities';
import type { Proof, ProvedExpression, ProvedSelector } from '@observatory/protocol/doctor';
import { aliasesOf, capabilityOfMetric, renamedTo } from '../canonical/index.ts';
import type { Matcher } from '../model/matcher.ts';
import { parseExpr, parseMetricSelector, selectorsOf } from '../promql/index.ts';
import type { SeriesSource } from '../storage.ts';
import { messageOf } from '../util/errors.ts';
import type { FoundExpression } from './expression.ts';
import { ANY_VALUE, replaceVariables } from './grafana-variables.ts';
import { nearest } from './nearest.ts';

export interface ProverOptions {
  source: Pick<SeriesSource, 'series' | 'labelValues'>;
  capabilities: () => CapabilityList;
  /** Series count as live when they have samples in this span, ms. */
  fromMs: number;
  toMs: number;
  /** Names that rules in the same files will make. */
  recorded: ReadonlySet<string>;
}

const ABSENT = /^\s*absent(_over_time)?\s*\(/;
const RANK: Readonly<Record<Proof, number>> = { data: 0, renamed: 1, off: 2, wrong: 3 };

/** Proves expressions against live series, each selector once. */
export class Prover {
  private readonly options: ProverOptions;
  private readonly proved = new Map<string, Promise<ProvedSelector>>();
  private names: Promise<string[]> | undefined;

  constructor(options: ProverOptions) {
    this.options = options;
  }

  async prove({ file, place, expression, isSelector }: FoundExpression): Promise<ProvedExpression> {
    const text = replaceVariables(expression);
    const asksForAbsence = ABSENT.test(text);
    let found: (readonly Matcher[])[];
    try {
      found = isSelector ? [parseMetricSelector(text)] : selectorsOf(parseExpr(text));
    } catch (error) {
      return { file, place, expression, proof: 'wrong', why: `it does not parse: ${messageOf(error)}`, selectors: [] };
    }
    if (asksForAbsence)
      return { file, place, expression, proof: 'data', why: 'it asks whether there is nothing', selectors: [] };
    const selectors = await Promise.all(found.map((matchers) => this.selector(matchers)));
    const worst = selectors.reduce<ProvedSelector | undefined>(
      (max, each) => (!max || RANK[each.proof] > RANK[max.proof] ? each : max),
      undefined,
    );
    return { file, place, expression, proof: worst?.proof ?? 'data', why: worst?.why ?? '', selectors };
  }

  private selector(all: readonly Matcher[]): Promise<ProvedSelector> {
    // A variable may be chosen so that it fits.
    const matchers = all.filter(({ value, name }) => !value.includes(ANY_VALUE) || name === '__name__');
    const text = `{${matchers.map(String).join(', ')}}`;
    let proving = this.proved.get(text);
    if (!proving) this.proved.set(text, (proving = this.look(text, matchers)));
    return proving;
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
      return { selector, proof: 'wrong', why: await this.guilty(named, others) };
    return (
      (await this.renamed(selector, metric)) ??
      this.switchedOff(selector, metric) ?? { selector, proof: 'wrong', why: await this.unknownName(metric) }
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
    const names = await this.liveNames();
    if (names.length === 0) return 'nothing is stored at all: is anything scraped?';
    const like = nearest(metric, names);
    return `no target exposes ${metric}${like ? `; ${like} is the nearest name` : ''}`;
  }

  private async hasSeries(matchers: readonly Matcher[]): Promise<boolean> {
    if (matchers.length === 0) return false;
    const { source, fromMs, toMs } = this.options;
    return (await source.series([matchers], fromMs, toMs)).length > 0;
  }

  private liveNames(): Promise<string[]> {
    const { source, fromMs, toMs } = this.options;
    return (this.names ??= source.labelValues('__name__', [], fromMs, toMs));
  }
}
