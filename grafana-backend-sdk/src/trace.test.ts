import { traceHeaders, traceIdOf } from './trace.ts';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('trace context', () => {
  it('goes upstream as it came', () => {
    expect(traceHeaders({ traceparent, tracestate: 'a=1' })).toEqual({ traceparent, tracestate: 'a=1' });
    expect(traceHeaders({ traceparent })).toEqual({ traceparent });
    expect(traceHeaders(undefined)).toEqual({});
  });

  it('names its trace, if it is valid', () => {
    expect(traceIdOf({ traceparent })).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    expect(traceIdOf({ traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` })).toBeUndefined();
    expect(traceIdOf({ traceparent: 'nonsense' })).toBeUndefined();
    expect(traceIdOf(undefined)).toBeUndefined();
  });
});
