import { useEffect, useRef, useState } from 'react';
import { queryPayloadSchema } from '@observatory/protocol/stream';
import { useViewHost } from '../host/ViewHost.ts';
import { applyQueryPayload } from './apply-payload.ts';
import type { ChartSpec } from './chart-spec.ts';
import { TimeColumns } from './time-columns.ts';

export interface LiveSeriesState {
  columns: TimeColumns;
  /** Grows whenever `columns` changed. */
  revision: number;
  /** The first answer arrived (it may be empty). */
  loaded: boolean;
  error: string | undefined;
}

export interface LiveSeriesOptions {
  stepMs: number;
  windowMs: number;
  /** While paused the columns still fill, but the state does not change, so nothing redraws. */
  paused: boolean;
}

/** Subscribes to a chart's query: the window's history first, then one row a step. */
export function useLiveSeries(spec: ChartSpec, { stepMs, windowMs, paused }: LiveSeriesOptions): LiveSeriesState {
  const host = useViewHost();
  const specRef = useRef(spec);
  const pausedRef = useRef(paused);
  const [state, setState] = useState<LiveSeriesState>(() => ({ columns: new TimeColumns(), revision: 0, loaded: false, error: undefined }));

  useEffect(() => {
    specRef.current = spec;
    pausedRef.current = paused;
    if (!paused) setState((current) => ({ ...current, revision: current.revision + 1 }));
  }, [spec, paused]);

  useEffect(() => {
    const columns = new TimeColumns();
    setState({ columns, revision: 0, loaded: false, error: undefined });
    let scheduled = false;
    let error: string | undefined;
    // Several payloads of one tick become one render.
    const changed = () => {
      if (scheduled || pausedRef.current) return;
      scheduled = true;
      queueMicrotask(() => {
        scheduled = false;
        setState((current) => (current.columns === columns ? { columns, revision: current.revision + 1, loaded: true, error } : current));
      });
    };
    return host.watch(
      { channel: 'query', query: spec.query, stepMs, historyMs: windowMs },
      {
        onPayload(raw, timeMs) {
          const payload = queryPayloadSchema.safeParse(raw);
          if (!payload.success) return;
          error = applyQueryPayload(columns, specRef.current, payload.data);
          if (payload.data.type === 'vector') columns.trim(timeMs - windowMs - stepMs);
          changed();
        },
        onError(message) {
          error = message;
          changed();
        },
        onReset: () => columns.clear(),
      },
    );
  }, [host, spec.query, stepMs, windowMs]);

  return state;
}
