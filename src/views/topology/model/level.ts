import type { LevelChoice } from './map-state.ts';

export type Level = 'fleet' | 'nodes';

/** Usual radius of a mark in the map's units. */
export const MARK_RADIUS = 26;
/** Below this many pixels a mark says nothing that its tile would not say better. */
const LEAST_RADIUS_PX = 2.6;
const FEW = 150;
/** More edges than this are drawn only around the node that is looked at. */
export const MAX_EDGES = 2_000;
/** More nodes than this are shown as a table first. */
export const TABLE_FIRST = 5_000;
/** The focus level is made of buttons: more of them nobody reads. */
export const MAX_FOCUS = 150;
const LABEL_PX = 46;

/** Which picture a zoom shows. Few nodes are always shown one by one. */
export function levelOf(choice: LevelChoice, k: number, count: number): Level {
  if (choice !== 'auto') return choice;
  return count > FEW && MARK_RADIUS * k < LEAST_RADIUS_PX ? 'fleet' : 'nodes';
}

/** Whether every mark has room for its name: `spacing` is the distance of neighbours in the map's units. */
export function labelsFit(k: number, spacing = 140): boolean {
  return spacing * k >= LABEL_PX;
}
