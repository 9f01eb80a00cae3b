/** The overview as the console shows it, on a stream and a clock of its own: what `npm run soak:tab` lets run for a day. */
import { clock } from './live-soak-clock.ts';
import { createRoot } from 'react-dom/client';
import { fakeViewHost } from '../../../src/views/host/testing/fake-view-host.ts';
import { ViewHostProvider } from '../../../src/views/host/ViewHost.ts';
import type { NodeRow } from '../../../src/views/nodes/node.ts';
import { LiveOverview } from '../../../src/views/overview/LiveOverview.tsx';
import { createStreamClient } from '../../../src/views/stream/stream-client.ts';
import { SimulatedSidecar } from './live-soak-server.ts';

/** What the page tells the soak, on `window.soak`. */
export interface Soak {
  run(ms: number): Promise<void>;
  sleep(ms: number): Promise<void>;
  drop(): void;
  restart(downMs: number): Promise<void>;
  messages(): number;
  /** Pixels of all charts that are not background, as a number that changes when the picture does. */
  picture(): number;
}

declare global {
  interface Window {
    soak?: Soak;
  }
}

const sidecar = new SimulatedSidecar();
const stream = createStreamClient({
  url: 'http://simulated.invalid/stream',
  environment: {
    WebSocket: sidecar.Socket,
    EventSource: undefined,
    fetch: undefined,
    now: () => Date.now(),
    random: () => 0.5,
  } as never,
  transport: 'websocket',
});
const nodes = (): NodeRow[] =>
  Array.from({ length: 30 }, (_, index) => ({
    id: `n${index}`,
    name: `node-${index}`,
    kind: index % 2 ? 'bookie' : 'broker',
    cluster: 'soak',
    address: `10.0.0.${index}:8080`,
    state: 'up',
    reason: '',
    lastScrapeMs: clock.now() - 1000,
    lastScrapeDurationMs: 12,
    samples: 2000 + index,
  }));
const host = fakeViewHost({
  loadNodes: () => Promise.resolve(nodes()),
  watch: (spec, handlers) => stream.watch(spec, handlers),
  connection: stream.connection,
});
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <ViewHostProvider value={host}>
      <LiveOverview theme="dark" />
    </ViewHostProvider>,
  );
}
window.soak = {
  run: (ms) => clock.run(ms),
  sleep: (ms) => clock.sleep(ms),
  drop: () => sidecar.dropAll(),
  async restart(downMs) {
    sidecar.isDown = true;
    sidecar.restart();
    await clock.run(downMs);
    sidecar.isDown = false;
  },
  messages: () => sidecar.sent,
  picture() {
    let sum = 0;
    for (const canvas of document.querySelectorAll('canvas')) {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      for (let at = 3; at < pixels.length; at += 64) sum = (sum * 31 + (pixels[at] ?? 0)) % 1_000_000_007;
    }
    return sum;
  },
};
