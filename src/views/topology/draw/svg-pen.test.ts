import { INITIAL_STATE } from '../model/map-state.ts';
import { buildScene } from '../model/scene.ts';
import { testEdge, testNode } from '../model/testing.ts';
import { buildFleet } from '../model/tiles.ts';
import { drawMap } from './draw-map.ts';
import { paletteOf } from './palette.ts';
import { SvgPen } from './svg-pen.ts';

function svgOf(level: 'nodes' | 'fleet'): string {
  const broker = testNode('broker', 'b<1>&"', { health: 'down', reasons: ['gone\u0007'] });
  const bookie = testNode('bookie', 'k1', { x: 140, y: 220 });
  const scene = buildScene({ nodes: [broker, bookie], edges: [testEdge(broker, bookie)], state: INITIAL_STATE });
  const pen = new SvgPen();
  drawMap(
    pen,
    {
      scene,
      fleet: () => buildFleet(scene),
      level,
      labels: true,
      palette: paletteOf(document.body),
      measure: (text) => text.length * 6,
      value: () => 'fine',
    },
    { x: 100, y: 100, k: 1 },
    { width: 600, height: 600 },
  );
  return pen.toString(600, 600, 'A map of <2> nodes');
}

describe('SvgPen', () => {
  it.each(['nodes', 'fleet'] as const)('draws the map as one well-formed document: %s', (level) => {
    const document = new DOMParser().parseFromString(svgOf(level), 'image/svg+xml');
    expect(document.querySelector('parsererror')).toBeNull();
    expect(document.querySelector('title')?.textContent).toBe('A map of <2> nodes');
    expect(document.querySelectorAll('path').length).toBeGreaterThan(2);
    expect(svgOf(level)).not.toMatch(/NaN|undefined/);
  });

  it('writes names and reasons as they are', () => {
    const texts = [...new DOMParser().parseFromString(svgOf('nodes'), 'image/svg+xml').querySelectorAll('text')].map(
      ({ textContent }) => textContent,
    );
    expect(texts).toEqual(expect.arrayContaining(['b<1>&"', 'gone', 'k1', 'fine', '✕']));
  });
});
