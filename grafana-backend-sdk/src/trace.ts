/** W3C trace context of a call, as it came in and as it goes upstream. */
export interface TraceContext {
  /** `00-<trace id>-<span id>-<flags>` */
  traceparent: string;
  tracestate?: string;
}

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/;

/** The 32 hex digits that name the trace, for logs; undefined where the context is not valid. */
export function traceIdOf(trace: TraceContext | undefined): string | undefined {
  const match = trace && TRACEPARENT.exec(trace.traceparent);
  return match && !/^0+$/.test(match[1]) ? match[1] : undefined;
}

/** Headers that carry the context to whatever the plugin asks; none where there is no context. */
export function traceHeaders(trace: TraceContext | undefined): Record<string, string> {
  if (!trace) return {};
  return trace.tracestate
    ? { traceparent: trace.traceparent, tracestate: trace.tracestate }
    : { traceparent: trace.traceparent };
}
