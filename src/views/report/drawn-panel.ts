import type { XMember } from './x-group.ts';

/** A panel on the page, whatever draws it. */
export interface DrawnPanel extends XMember {
  /** Shows or hides a line. */
  toggle(index: number, on: boolean): void;
  canvas(): HTMLCanvasElement;
  resize(): void;
  /** The x under the pointer. */
  xAt(clientX: number): number;
  destroy(): void;
}

export interface PanelHooks {
  range(): [number, number];
  onRange(min: number, max: number): void;
  onReset(): void;
  /** Index of the x that is pointed at. */
  onCursor(index: number | null): void;
}
