import { FactSet } from '../facts/fact-set.ts';
import { assemble } from './assemble.ts';
import type { Graph } from './graph.ts';

/** The graph of no cluster: for what stands on a host alone. */
export const emptyGraph = (): Graph => assemble(new FactSet(), { cluster: '', bookieAddress: () => '' });
