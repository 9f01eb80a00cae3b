import { useMemo } from 'react';
import { nodeVitalsList, type NodeVitals } from '@observatory/protocol/nodes';
import { useLoad } from '../load/use-load.ts';

/** What the nodes' own metrics say of their processes, by node id. */
export function useVitals(revision: number): { vitals: ReadonlyMap<string, NodeVitals>; error: string | undefined } {
  const { data, error } = useLoad('nodes/vitals', nodeVitalsList, revision);
  const vitals = useMemo(() => new Map((data?.nodes ?? []).map((each) => [each.id, each])), [data]);
  return { vitals, error };
}
