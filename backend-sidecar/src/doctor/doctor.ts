import type { CapabilityList } from '@observatory/protocol/capabilities';
import type { doctorRequest, DoctorAnswer } from '@observatory/protocol/doctor';
import type { Node } from '@observatory/protocol/nodes';
import type { z } from 'zod';
import { parseRuleFile } from '../rules/file/parse-rule-file.ts';
import type { SeriesSource } from '../storage.ts';
import type { Clock } from '../util/clock.ts';
import { messageOf } from '../util/errors.ts';
import { connectionChecks, type AskedFact } from './connections.ts';
import { dashboardExpressions } from './dashboard-expressions.ts';
import type { FoundExpression } from './expression.ts';
import { count, fileProofs } from './file-proofs.ts';
import { grafanaAlertExpressions } from './grafana-alerts.ts';
import { Prover } from './prover.ts';

export interface DoctorOptions {
  clock: Clock;
  source: Pick<SeriesSource, 'series' | 'labelValues'>;
  capabilities: () => CapabilityList;
  nodes: () => readonly Node[];
  /** Asks the clusters everything again, and tells what answered. */
  askAll: () => Promise<readonly AskedFact[]>;
}

/** Series that had a sample within this time are live. */
const LIVE_MS = 15 * 60_000;

type Documents = z.output<typeof doctorRequest>;

/** Checks every connection, and proves the given dashboards and rules against live series. */
export async function examine(options: DoctorOptions, { dashboards, rules }: Documents): Promise<DoctorAnswer> {
  const timeMs = options.clock.now();
  const connections = connectionChecks(await options.askAll(), options.nodes());
  const expressions: DoctorAnswer['expressions'] = [];
  const recorded = new Set<string>();
  const found: FoundExpression[] = [];
  const take = (file: string, read: () => FoundExpression[]) => {
    try {
      found.push(...read());
    } catch (error) {
      expressions.push({
        file,
        place: '',
        expression: '',
        proof: 'wrong',
        why: brief(messageOf(error)),
        selectors: [],
      });
    }
  };
  for (const { name, text } of dashboards) take(name, () => dashboardExpressions(name, text));
  for (const { name, text } of rules) take(name, () => ruleExpressions(name, text, recorded));
  const prover = new Prover({ ...options, fromMs: timeMs - LIVE_MS, toMs: timeMs, recorded });
  for (const each of found) expressions.push(await prover.prove(each));
  const proofs: DoctorAnswer['proofs'] = {};
  for (const { proof } of expressions) count(proofs, proof);
  const reached = connections.every(({ asked, answered }) => asked === answered);
  return {
    timeMs,
    connections,
    expressions,
    proofs,
    files: fileProofs(expressions),
    ok: reached && expressions.every(({ proof }) => proof === 'data' || proof === 'absent'),
  };
}

function ruleExpressions(file: string, text: string, recorded: Set<string>): FoundExpression[] {
  const ofGrafana = grafanaAlertExpressions(file, text);
  if (ofGrafana) return ofGrafana;
  return parseRuleFile(text, file).flatMap((group) =>
    group.rules.map((rule) => {
      if (rule.kind === 'recording') recorded.add(rule.name);
      return { file, place: `rule "${rule.name}"`, expression: rule.query };
    }),
  );
}

/** A file of another kind may be wrong at every line. */
function brief(message: string): string {
  const lines = message.split('\n');
  return lines.length <= 3 ? message : [...lines.slice(0, 3), `and ${lines.length - 3} more`].join('\n');
}
