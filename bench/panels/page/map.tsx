/** The product's own view, as the console and the panel show it, panned by pointer events. */
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { TopologyAnswer } from '@observatory/protocol/topology';
import { INITIAL_STATE, type MapState } from '../../../src/views/topology/model/map-state.ts';
import { TopologyView } from '../../../src/views/topology/TopologyView.tsx';
import { frames, swing } from './measure.ts';

const KINDS = ['namespace', 'broker', 'function_worker', 'bookie'] as const;

function Page({ data, camera }: { data: TopologyAnswer; camera: MapState['camera'] }): React.JSX.Element {
  const [state, setState] = useState<MapState>({ ...INITIAL_STATE, kinds: KINDS, table: false, camera });
  return (
    <TopologyView
      data={data}
      state={state}
      onState={(next) => setState((before) => ({ ...before, ...next }))}
      theme="dark"
    />
  );
}

// When the last stroke of a burst of drawing ended.
let lastDrawn = 0;
for (const name of ['fill', 'stroke', 'fillText'] as const) {
  const original = CanvasRenderingContext2D.prototype[name] as (...args: unknown[]) => void;
  CanvasRenderingContext2D.prototype[name] = function (...args: unknown[]) {
    original.apply(this, args);
    lastDrawn = performance.now();
  };
}

const zoom = Number(new URLSearchParams(location.search).get('zoom') ?? 0);
const root = document.getElementById('root');
const data = window.cluster as TopologyAnswer;
window.begin = () => {
  if (!root) return;
  const started = performance.now();
  const middle = data.nodes[Math.floor(data.nodes.length / 2)];
  createRoot(root).render(
    <Page data={data} camera={zoom > 0 ? { x: middle.x ?? 0, y: middle.y ?? 0, k: zoom } : undefined} />,
  );
  const settled = () => {
    if (lastDrawn === 0 || performance.now() - lastDrawn < 300) return void setTimeout(settled, 50);
    window.bench = { firstDrawMs: lastDrawn - started, pan };
  };
  settled();
};

async function pan(count: number): Promise<void> {
  const map = document.querySelector('[role=application]');
  if (!map) throw new Error('there is no map');
  const send = (target: EventTarget, type: string, x: number) =>
    target.dispatchEvent(
      new MouseEvent(type, {
        clientX: 800 + x,
        clientY: 500,
        bubbles: true,
        cancelable: true,
        view: window,
        buttons: 1,
      }),
    );
  send(map, 'mousedown', 0);
  await frames(count, (frame) => send(window, 'mousemove', swing(frame)));
  send(window, 'mouseup', 0);
}
