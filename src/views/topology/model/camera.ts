import type { Box } from './scene.ts';

/** Screen = map * k + (x, y), in CSS pixels. */
export interface Camera {
  x: number;
  y: number;
  k: number;
}

export interface Size {
  width: number;
  height: number;
}

export const MIN_ZOOM = 0.01;
export const MAX_ZOOM = 3;
const MAX_FIT_ZOOM = 1.25;
/** Room around what is fitted: above it for the legend and the first band's title. */
const MARGIN = { x: 32, top: 62, bottom: 28 };

/** The camera that shows a box whole. */
export function fit(box: Box, { width, height }: Size, maxZoom = MAX_FIT_ZOOM): Camera {
  const free = { width: Math.max(1, width - 2 * MARGIN.x), height: Math.max(1, height - MARGIN.top - MARGIN.bottom) };
  const k = clampZoom(Math.min(free.width / box.width, free.height / box.height, maxZoom));
  return {
    k,
    x: MARGIN.x + (free.width - box.width * k) / 2 - box.x * k,
    y: MARGIN.top + (free.height - box.height * k) / 2 - box.y * k,
  };
}

export function clampZoom(k: number): number {
  return Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, k));
}

/** The camera whose middle lies on a point of the map. */
export function centredOn(x: number, y: number, k: number, { width, height }: Size): Camera {
  return { k, x: width / 2 - x * k, y: height / 2 - y * k };
}

/** What lies in the middle: what the address keeps, so that a link shows the same on another screen. */
export function middleOf({ x, y, k }: Camera, { width, height }: Size): Camera {
  return { x: (width / 2 - x) / k, y: (height / 2 - y) / k, k };
}

/** The part of the map that is seen, with a margin in pixels around it. */
export function seen({ x, y, k }: Camera, { width, height }: Size, margin = 0): Box {
  return {
    x: (-x - margin) / k,
    y: (-y - margin) / k,
    width: (width + 2 * margin) / k,
    height: (height + 2 * margin) / k,
  };
}
