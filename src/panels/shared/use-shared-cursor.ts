import { useCallback, useEffect, useState } from 'react';
import { DashboardCursorSync, DataHoverClearEvent, DataHoverEvent, type EventBus } from '@grafana/data';
import { usePanelContext } from '@grafana/ui';

/** The time that another panel points at, and how to tell the others where the user points here. */
export function useSharedCursor(
  eventBus: EventBus,
): [pointedMs: number | undefined, tell: (timeMs: number | undefined) => void] {
  const { sync } = usePanelContext();
  const [pointedMs, setPointedMs] = useState<number | undefined>();
  const isShared = useCallback(() => (sync?.() ?? DashboardCursorSync.Off) !== DashboardCursorSync.Off, [sync]);
  useEffect(() => {
    const hover = eventBus.getStream(DataHoverEvent).subscribe(({ origin, payload }) => {
      if (origin === eventBus || !isShared()) return;
      const time: unknown = payload.point?.time;
      setPointedMs(typeof time === 'number' ? time : undefined);
    });
    const clear = eventBus.getStream(DataHoverClearEvent).subscribe(({ origin }) => {
      if (origin !== eventBus) setPointedMs(undefined);
    });
    return () => {
      hover.unsubscribe();
      clear.unsubscribe();
    };
  }, [eventBus, isShared]);
  const tell = useCallback(
    (timeMs: number | undefined) => {
      if (!isShared()) return;
      eventBus.publish(
        timeMs === undefined ? new DataHoverClearEvent() : new DataHoverEvent({ point: { time: timeMs } }),
      );
    },
    [eventBus, isShared],
  );
  return [pointedMs, tell];
}
