import type { BlastItem, Plan } from '@observatory/protocol/control';
import { demand } from '../checks.ts';

interface Row {
  operation: string;
  what: string;
  predicted: string;
  measured: string;
}

/** Predicted against measured, of every operation; a number that was told as measured has to be right. */
export class ImpactTable {
  private readonly rows: Row[] = [];

  /**
   * Compares an item of a plan with what happened.
   * @returns both, for the check's sentence
   * @throws Error when the plan says nothing of that kind, or calls a number measured that was not so
   */
  compare(operation: string, plan: Plan, kind: string, measured: number): string {
    const item = plan.blast.find((each) => each.kind === kind);
    demand(item !== undefined, `the plan says nothing of ${kind}`);
    this.note(operation, kind, `${item.count ?? 'not known'} (${item.certainty})`, String(measured));
    const problem = mismatch(item, measured);
    demand(problem === '', `${kind}: ${problem}`);
    return `${kind} ${item.count} predicted, ${measured} measured`;
  }

  /** Something that is no count: told in the table, compared by the caller. */
  note(operation: string, what: string, predicted: string, measured: string): void {
    this.rows.push({ operation, what, predicted, measured });
  }

  /** Lines of a Markdown table. */
  lines(): string[] {
    const cells = [
      ['operation', 'what', 'predicted', 'measured'],
      ...this.rows.map(({ operation, what, predicted, measured }) => [operation, what, predicted, measured]),
    ];
    const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
    const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
    const [head, ...body] = cells.map(line);
    return [head, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body];
  }
}

/** Half as much again is within an estimate. */
const ESTIMATE = 0.5;

function mismatch({ count, certainty }: BlastItem, measured: number): string {
  if (count === null) return certainty === 'unknown' ? '' : `no count, and yet ${certainty}`;
  const off = Math.abs(count - measured);
  if (certainty === 'measured' && off > 0) return `${count} were told as measured, ${measured} it was`;
  if (certainty === 'estimate' && off > Math.max(2, count * ESTIMATE))
    return `about ${count} were told, ${measured} it was`;
  return '';
}
