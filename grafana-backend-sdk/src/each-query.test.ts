import { BackendError } from './backend-error.ts';
import { eachQuery } from './each-query.ts';
import { headersOfMap } from './headers.ts';
import { createLogger } from './log/grafana-logger.ts';
import { contextOf } from './wire/context.ts';
import { pluginContext } from './testing/requests.ts';
import type { Call, DataQuery, QueryDataRequest } from './types.ts';

function asked(...refIds: string[]): { request: QueryDataRequest; call: Call; lines: string[] } {
  const lines: string[] = [];
  const queries = refIds.map((refId): DataQuery => {
    return { refId, queryType: '', maxDataPoints: 1, intervalMs: 1, timeRange: { fromMs: 0, toMs: 1 }, json: {} };
  });
  return {
    request: { pluginContext: contextOf(pluginContext()), headers: headersOfMap({}), queries },
    call: { signal: new AbortController().signal, logger: createLogger({ write: (line) => lines.push(line) }) },
    lines,
  };
}

describe('eachQuery', () => {
  it('keeps the error of one query from the others, with its status and source', async () => {
    const { request, call, lines } = asked('A', 'B', 'C');
    const responses = await eachQuery(request, call, ({ refId }) => {
      if (refId === 'B') throw new BackendError('upstream is gone', { status: 502, source: 'downstream' });
      return { frames: [] };
    });
    expect([...responses]).toEqual([
      ['A', { frames: [] }],
      ['B', { error: 'upstream is gone', status: 502, errorSource: 'downstream' }],
      ['C', { frames: [] }],
    ]);
    expect(lines).toHaveLength(1);
  });

  it('asks all at once', async () => {
    const { request, call } = asked('A', 'B');
    const begun: string[] = [];
    await eachQuery(request, call, async ({ refId }) => {
      begun.push(refId);
      while (begun.length < 2) await null;
      return {};
    });
    expect(begun).toEqual(['A', 'B']);
  });
});
