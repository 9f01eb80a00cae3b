import { useCallback, useEffect, useState } from 'react';
import { useViewHost } from '../host/ViewHost.ts';
import { parsePositions, printPositions, type Positions } from './model/positions.ts';

const KEY = 'topology.positions';

/** Places that the user gave to nodes; kept by the host for the next visit. */
export function usePositions(): {
  moved: Positions;
  move: (id: string, x: number, y: number) => void;
  reset: () => void;
} {
  const { storage } = useViewHost();
  const [moved, setMoved] = useState<Positions>(new Map());
  useEffect(() => {
    let gone = false;
    void storage.get(KEY).then((text) => {
      if (!gone && text !== undefined) setMoved(parsePositions(text));
    });
    return () => {
      gone = true;
    };
  }, [storage]);
  const keep = useCallback(
    (next: Positions) => {
      setMoved(next);
      void storage.set(KEY, printPositions(next)).catch(() => undefined);
    },
    [storage],
  );
  const move = useCallback(
    (id: string, x: number, y: number) => keep(new Map([...moved, [id, [x, y]]])),
    [moved, keep],
  );
  const reset = useCallback(() => keep(new Map()), [keep]);
  return { moved, move, reset };
}
