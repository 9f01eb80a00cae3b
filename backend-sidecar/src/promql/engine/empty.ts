import type { SeriesMeta, VectorOperator } from './operator.ts';
import type { Row } from './row.ts';

/** A vector that never has an element. */
export class EmptyVector implements VectorOperator {
  readonly series: readonly SeriesMeta[] = [];

  async open(): Promise<void> {}

  row(_index: number, out: Row): void {
    out.clear();
  }
}
