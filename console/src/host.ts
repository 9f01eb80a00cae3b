import type { ViewHost } from '../../src/views/host/ViewHost.ts';
import { createStreamClient } from '../../src/views/stream/stream-client.ts';
import { loadNodes } from './api.ts';

export interface ConsoleHost extends ViewHost {
  close(): void;
}

/** What the console gives to the views: the sidecar that served the page, over one stream. */
export function createConsoleHost(): ConsoleHost {
  const stream = createStreamClient({ url: 'api/observatory/v1/stream' });
  return {
    loadNodes,
    watch: (spec, handlers) => stream.watch(spec, handlers),
    connection: stream.connection,
    close: () => stream.close(),
  };
}
