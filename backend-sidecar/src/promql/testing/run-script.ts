import type { Labels } from '../../model/labels.ts';
import type { PromqlSource, QueryResult, QueryValue } from '../../storage.ts';
import { VirtualClock } from '../../util/clock.ts';
import { childrenOf } from '../parser/children.ts';
import { createEngine } from '../engine/engine.ts';
import type { Expr, VectorSelector } from '../parser/ast.ts';
import { parseExpr } from '../parser/parse.ts';
import { atVariants } from './at-variants.ts';
import { checkResult, checkVectorFromMatrix } from './check-result.ts';
import { MemorySource } from './memory-source.ts';
import { type Command, type EvalCommand, type LoadCommand, parseScript } from './script.ts';

export interface CaseOutcome {
  line: number;
  query: string;
  status: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  reason?: string;
}

/**
 * Runs a test script as Prometheus' own runner does: each instant query also with `@` added to its selectors and evaluated
 * at other times, and each of those also as a range query around its time. Cases that touch native histograms or start
 * timestamps, which this engine does not have, are skipped.
 */
export async function runScript(text: string): Promise<CaseOutcome[]> {
  return new ScriptRun().run(parseScript(text));
}

class ScriptRun {
  private readonly source = new MemorySource();
  private readonly engine: PromqlSource = createEngine({
    source: this.source,
    clock: new VirtualClock(0),
    maxAnnotations: 0,
  });
  /** Label sets that have samples this engine has no notion of. */
  private unsupported: { labels: Labels; reason: string }[] = [];

  async run(commands: readonly Command[]): Promise<CaseOutcome[]> {
    const outcomes: CaseOutcome[] = [];
    for (const command of commands) {
      if (command.kind === 'clear') {
        this.source.clear();
        this.unsupported = [];
      } else if (command.kind === 'load') {
        this.load(command);
      } else {
        outcomes.push(await this.evaluate(command));
      }
    }
    return outcomes;
  }

  private load({ series, stepMs, withNativeHistograms, withStartTimestamps }: LoadCommand): void {
    // Of two lines with equal labels the last one counts.
    for (const { labels, values } of new Map(series.map((described) => [described.labels.key(), described])).values()) {
      if (withNativeHistograms) this.noteNativeTwin(labels);
      values.forEach((value, i) => {
        if (value === 'omitted') return;
        if (typeof value === 'object') this.unsupported.push({ labels, reason: 'native histogram' });
        else this.source.append(labels, { timestampMs: i * stepMs, value });
      });
    }
    for (const labels of withStartTimestamps) this.unsupported.push({ labels, reason: 'start timestamps' });
  }

  private noteNativeTwin(labels: Labels): void {
    const name = labels.metricName.replace(/_(bucket|sum|count)$/, '');
    if (name === labels.metricName) return;
    this.unsupported.push({
      labels: labels.without(new Set(['le'])).with('__name__', name),
      reason: 'native histogram',
    });
  }

  private async evaluate(command: EvalCommand): Promise<CaseOutcome> {
    const { line, query } = command;
    const reason = this.reasonToSkip(command);
    if (reason) return { line, query, status: 'skipped', reason };
    try {
      if (command.stepMs > 0) await this.rangeCase(command);
      else await this.instantCase(command);
      return { line, query, status: 'passed' };
    } catch (error) {
      return { line, query, status: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  private reasonToSkip(command: EvalCommand): string | undefined {
    if (command.series.some(({ values }) => values.some((value) => typeof value === 'object')))
      return 'native histogram';
    let expr: Expr;
    try {
      expr = parseExpr(command.query);
    } catch {
      return undefined;
    }
    const touched = selectorsOf(expr).flatMap(({ matchers }) =>
      this.unsupported.filter(({ labels }) => matchers.every((matcher) => matcher.matches(labels.get(matcher.name)))),
    );
    return touched[0]?.reason;
  }

  private async rangeCase(command: EvalCommand): Promise<void> {
    const { query, startMs, endMs, stepMs } = command;
    const result = await this.expectFailure(command, () => this.engine.range(query, startMs, endMs, stepMs));
    if (result) checkResult(command, result);
  }

  private async instantCase(command: EvalCommand): Promise<void> {
    const variants = [{ query: command.query, timeMs: command.startMs }, ...atVariants(command.query, command.startMs)];
    for (const { query, timeMs } of variants) {
      const where = `${query} at ${timeMs}`;
      const result = await this.expectFailure(command, () => this.engine.instant(query, timeMs));
      if (!result) continue;
      within(where, () => checkResult(command, result));
      if (command.rangeVector || command.text !== undefined || /(start|end|range|step)\(\)/.test(query)) continue;
      const range = await this.engine.range(query, timeMs - 60_000, timeMs + 60_000, 60_000);
      if (command.expectations.some(({ kind }) => kind === 'ordered')) continue;
      within(`${where} in range mode`, () => checkVectorFromMatrix(command, result.value, range.value, timeMs));
    }
  }

  /** The result, or undefined when the case is to fail and did so as expected. */
  private async expectFailure(
    command: EvalCommand,
    evaluate: () => Promise<QueryResult>,
  ): Promise<QueryResult | undefined> {
    const failures = command.expectations.filter(({ kind }) => kind === 'fail');
    if (failures.length === 0) return evaluate();
    let value: QueryValue;
    try {
      ({ value } = await evaluate());
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const missed = failures.find(({ matches }) => !matches(message));
      if (missed)
        throw new Error(`failed with ${JSON.stringify(message)}, expected ${JSON.stringify(missed.text)}`, {
          cause: error,
        });
      return undefined;
    }
    throw new Error(`expected to fail but got a ${value.resultType}`);
  }
}

function within(where: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function selectorsOf(expr: Expr): VectorSelector[] {
  if (expr.kind === 'vectorSelector') return [expr];
  if (expr.kind === 'matrixSelector') return [expr.selector];
  return childrenOf(expr).flatMap(selectorsOf);
}
