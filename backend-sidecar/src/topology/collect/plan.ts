import type { FactSet } from '../facts/fact-set.ts';
import { bookieReads } from './bookie-reads.ts';
import { brokerReads } from './broker-reads.ts';
import { functionReads } from './function-reads.ts';
import { namespaceReads } from './namespace-reads.ts';
import type { Read } from './read.ts';

export interface PlanOptions {
  cluster: string;
  /** `host:port` of a bookie's HTTP server; empty when unknown. */
  bookieAddress: (id: string) => string;
}

/**
 * All questions that follow from what is known, the most important first: who is there, who owns what, how the bookies
 * are; then functions; then namespaces, of which there may be thousands and for which the budget may not reach.
 */
export function plan(facts: FactSet, options: PlanOptions): Read[] {
  return [
    ...brokerReads(facts, options.cluster),
    ...bookieReads(facts, options.bookieAddress),
    ...functionReads(facts),
    ...namespaceReads(facts),
  ];
}
