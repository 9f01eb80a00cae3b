import { buildFleet, type Fleet } from '../model/tiles.ts';
import type { Mark, Scene } from '../model/scene.ts';
import type { Picture } from './MapRenderer.ts';
import { paletteOf } from './palette.ts';

/** A picture in the colours in force at an element; its tiles are made when they are first seen. */
export function drawPictureOf(input: {
  scene: Scene;
  labels: boolean;
  value: (mark: Mark) => string | undefined;
  element: Element;
}): Picture {
  const { scene, labels, value, element } = input;
  let fleet: Fleet | undefined;
  return { scene, labels, value, palette: paletteOf(element), fleet: () => (fleet ??= buildFleet(scene)) };
}
