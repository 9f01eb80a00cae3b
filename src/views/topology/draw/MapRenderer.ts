/**
 * Puts the map on the screen. A picture is drawn once, on a canvas somewhat larger than what is seen; while the user pans and
 * zooms, the browser's compositor only moves that bitmap. It is drawn anew when the gesture rests, or has moved it too far.
 * What is pointed at lies on a second canvas, so that a hover draws a few marks and not thousands.
 */
import { select, zoom, zoomIdentity, type D3ZoomEvent, type Selection, type ZoomBehavior } from 'd3';
import { fit, MAX_ZOOM, MIN_ZOOM, type Camera, type Size } from '../model/camera.ts';
import { HitTest } from '../model/hit-test.ts';
import { levelOf } from '../model/level.ts';
import type { LevelChoice } from '../model/map-state.ts';
import { drawMap, drawPointed, type MapPicture, type Pointed } from './draw-map.ts';
import { canvasMeasure } from './text.ts';

export interface RendererHandlers {
  /** The camera came to rest after a gesture of the user. */
  onCamera: (camera: Camera) => void;
  /** A mark under the pointer, or -1; only when it changed. */
  onHover: (index: number) => void;
  /** A click; -1 beside every mark. */
  onClick: (index: number) => void;
  onOpen: (index: number) => void;
  /** A mark was dragged to a place of the map. */
  onMove: (index: number, x: number, y: number) => void;
}

export interface RendererOptions {
  levels: LevelChoice;
  /** Dragging a mark moves it instead of the map. */
  arranging: boolean;
  /** The wheel zooms only together with Ctrl, so that a page scrolls on over the map. */
  wheelNeedsCtrl: boolean;
  reducedMotion: boolean;
}

export type Picture = Omit<MapPicture, 'level' | 'measure'>;

/** Drawn beyond each edge of what is seen, in pixels: as far a pan goes without drawing. */
const MARGIN = 240;
const REST_MS = 110;
const GLIDE_MS = 220;
const NOBODY: Pointed = { hovered: -1, selected: -1, cursor: -1 };

export class MapRenderer {
  private readonly host: HTMLElement;
  private readonly handlers: RendererHandlers;
  private readonly layer: HTMLDivElement;
  private readonly base: HTMLCanvasElement;
  private readonly above: HTMLCanvasElement;
  private readonly behaviour: ZoomBehavior<HTMLElement, unknown>;
  private readonly selection: Selection<HTMLElement, unknown, null, undefined>;
  private readonly measure;
  private readonly observer: ResizeObserver;
  private options: RendererOptions = { levels: 'auto', arranging: false, wheelNeedsCtrl: false, reducedMotion: false };
  private picture: Picture | undefined;
  private hits: HitTest | undefined;
  private pointed: Pointed = NOBODY;
  private size: Size = { width: 0, height: 0 };
  private camera: Camera = { x: 0, y: 0, k: 1 };
  /** The camera of the bitmap on the canvas. */
  private drawn: Camera = { x: 0, y: 0, k: 1 };
  /** Shows everything, also after the size changed; ends with the user's first gesture. */
  private fitted = true;
  private frame = 0;
  private drawnOnce = false;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private glide = 0;
  private dragged: { index: number; x: number; y: number } | undefined;

  constructor(host: HTMLElement, handlers: RendererHandlers) {
    this.host = host;
    this.handlers = handlers;
    this.layer = document.createElement('div');
    this.base = document.createElement('canvas');
    this.above = document.createElement('canvas');
    for (const canvas of [this.base, this.above]) {
      canvas.setAttribute('aria-hidden', 'true');
      Object.assign(canvas.style, { position: 'absolute', left: `${-MARGIN}px`, top: `${-MARGIN}px` });
      this.layer.append(canvas);
    }
    Object.assign(this.layer.style, {
      position: 'absolute',
      left: '0',
      top: '0',
      transformOrigin: '0 0',
      willChange: 'transform',
    });
    host.append(this.layer);
    const context = contextOf(this.base);
    this.measure = context ? canvasMeasure(context) : (text: string) => text.length * 6.2;
    this.behaviour = zoom<HTMLElement, unknown>()
      .scaleExtent([MIN_ZOOM, MAX_ZOOM])
      .clickDistance(4)
      .filter((event: Event) => this.takesGesture(event))
      .on('zoom', (event: D3ZoomEvent<HTMLElement, unknown>) => this.onZoom(event));
    this.selection = select(host);
    this.selection.call(this.behaviour).on('dblclick.zoom', null);
    host.addEventListener('pointermove', this.onPointerMove);
    host.addEventListener('pointerdown', this.onPointerDown);
    host.addEventListener('pointerup', this.onPointerUp);
    host.addEventListener('pointerleave', this.onPointerLeave);
    host.addEventListener('click', this.onClick);
    host.addEventListener('dblclick', this.onDoubleClick);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(host);
    this.resize();
  }

  destroy(): void {
    this.observer.disconnect();
    this.selection.on('.zoom', null);
    cancelAnimationFrame(this.frame);
    cancelAnimationFrame(this.glide);
    clearTimeout(this.rest);
    const { host } = this;
    host.removeEventListener('pointermove', this.onPointerMove);
    host.removeEventListener('pointerdown', this.onPointerDown);
    host.removeEventListener('pointerup', this.onPointerUp);
    host.removeEventListener('pointerleave', this.onPointerLeave);
    host.removeEventListener('click', this.onClick);
    host.removeEventListener('dblclick', this.onDoubleClick);
    this.layer.remove();
  }

  setOptions(options: RendererOptions): void {
    const drawsOtherwise = options.levels !== this.options.levels;
    this.options = options;
    if (drawsOtherwise) this.redrawSoon();
  }

  setPicture(picture: Picture): void {
    if (this.picture?.scene !== picture.scene) {
      this.hits = undefined;
      const { x, y, width, height } = picture.scene.bounds;
      const before = this.picture?.scene.bounds;
      const same = before && before.x === x && before.y === y && before.width === width && before.height === height;
      this.picture = picture;
      if (this.fitted && !same) this.show(fit(picture.scene.bounds, this.size));
    }
    this.picture = picture;
    // The first one does not wait for a frame.
    if (!this.drawnOnce && this.size.width > 0) this.draw();
    else this.redrawSoon();
  }

  setPointed(pointed: Pointed): void {
    if (
      pointed.hovered === this.pointed.hovered &&
      pointed.selected === this.pointed.selected &&
      pointed.cursor === this.pointed.cursor
    )
      return;
    this.pointed = pointed;
    this.drawAbove();
  }

  get current(): { camera: Camera; size: Size } {
    return { camera: this.camera, size: this.size };
  }

  /** Shows everything, now and when the window changes, until the user moves the map. */
  fitAll(): void {
    this.fitted = true;
    if (this.picture) this.glideTo(fit(this.picture.scene.bounds, this.size));
  }

  /** Moves the camera as the address says, without telling the handlers. */
  look(camera: Camera, glides = true): void {
    this.fitted = false;
    if (glides) this.glideTo(camera);
    else this.show(camera);
  }

  zoomBy(factor: number): void {
    this.fitted = false;
    const { width, height } = this.size;
    const k = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, this.camera.k * factor));
    const by = k / this.camera.k;
    this.glideTo(
      { k, x: width / 2 - (width / 2 - this.camera.x) * by, y: height / 2 - (height / 2 - this.camera.y) * by },
      true,
    );
  }

  panBy(dx: number, dy: number): void {
    this.fitted = false;
    this.glideTo({ ...this.camera, x: this.camera.x + dx, y: this.camera.y + dy }, true);
  }

  /** Moves the map so that a mark is well within what is seen. */
  reveal(index: number): void {
    const mark = this.picture?.scene.marks[index];
    if (!mark) return;
    const { camera, size } = this;
    const [x, y] = [mark.x * camera.k + camera.x, mark.y * camera.k + camera.y];
    const edge = Math.min(80, size.width / 4, size.height / 4);
    const dx = x < edge ? edge - x : x > size.width - edge ? size.width - edge - x : 0;
    const dy = y < edge ? edge - y : y > size.height - edge ? size.height - edge - y : 0;
    if (dx !== 0 || dy !== 0) this.panBy(dx, dy);
  }

  private takesGesture(event: Event): boolean {
    if (event instanceof WheelEvent) return !this.options.wheelNeedsCtrl || event.ctrlKey || event.metaKey;
    if (event instanceof MouseEvent && (event.button !== 0 || event.ctrlKey)) return false;
    return !this.dragged && !(this.options.arranging && this.indexAt(event) >= 0);
  }

  private onZoom({ transform, sourceEvent }: D3ZoomEvent<HTMLElement, unknown>): void {
    this.camera = { x: transform.x, y: transform.y, k: transform.k };
    if (sourceEvent) this.fitted = false;
    this.moveBitmap();
    const { x, y, k } = this.shift();
    const far = Math.abs(x) > MARGIN || Math.abs(y) > MARGIN;
    // Zoomed in from the middle, x and y are large without anything being uncovered.
    if (k <= 1.02 && far) this.redrawSoon();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.draw();
      if (sourceEvent) this.handlers.onCamera(this.camera);
    }, REST_MS);
  }

  /** Where the bitmap has to be for what it shows to be in the right place. */
  private shift(): Camera {
    const k = this.camera.k / this.drawn.k;
    return { k, x: this.camera.x - this.drawn.x * k, y: this.camera.y - this.drawn.y * k };
  }

  private moveBitmap(): void {
    const { x, y, k } = this.shift();
    this.layer.style.transform = x === 0 && y === 0 && k === 1 ? '' : `translate(${x}px, ${y}px) scale(${k})`;
  }

  private show(camera: Camera): void {
    this.camera = camera;
    cancelAnimationFrame(this.glide);
    // Keeps d3's idea of the transform; its event moves the bitmap.
    this.selection.call(
      (selection, to) => this.behaviour.transform(selection, to),
      zoomIdentity.translate(camera.x, camera.y).scale(camera.k),
    );
    this.redrawSoon();
  }

  private glideTo(to: Camera, tells = false): void {
    cancelAnimationFrame(this.glide);
    const from = this.camera;
    const started = performance.now();
    const step = (now: number) => {
      const part = this.options.reducedMotion ? 1 : Math.min(1, (now - started) / GLIDE_MS);
      const eased = 1 - (1 - part) ** 3;
      const k = from.k * (to.k / from.k) ** eased;
      const at = from.k === to.k ? eased : (k - from.k) / (to.k - from.k);
      this.selection.call(
        (selection, transform) => this.behaviour.transform(selection, transform),
        zoomIdentity.translate(from.x + (to.x - from.x) * at, from.y + (to.y - from.y) * at).scale(k),
      );
      if (part < 1) this.glide = requestAnimationFrame(step);
      else {
        this.redrawSoon();
        if (tells) this.handlers.onCamera(this.camera);
      }
    };
    step(this.options.reducedMotion ? Infinity : started);
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === this.size.width && height === this.size.height) return;
    this.size = { width, height };
    const ratio = pixelRatio();
    for (const canvas of [this.base, this.above]) {
      canvas.width = Math.ceil((width + 2 * MARGIN) * ratio);
      canvas.height = Math.ceil((height + 2 * MARGIN) * ratio);
      Object.assign(canvas.style, { width: `${width + 2 * MARGIN}px`, height: `${height + 2 * MARGIN}px` });
    }
    if (this.fitted && this.picture) this.show(fit(this.picture.scene.bounds, this.size));
    this.redrawSoon();
  }

  private redrawSoon(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    clearTimeout(this.rest);
    const context = this.prepare(this.base);
    if (!context || !this.picture) return;
    this.drawn = this.camera;
    this.drawnOnce = true;
    this.moveBitmap();
    drawMap(context, this.full(this.picture), this.inside(), this.outer());
    this.drawAbove();
  }

  private drawAbove(): void {
    const context = this.prepare(this.above);
    if (!context || !this.picture) return;
    const { hovered, selected, cursor } = this.pointed;
    // Nothing to show is no layer for the compositor to move.
    this.above.style.display = hovered >= 0 || selected >= 0 || cursor >= 0 || this.dragged ? '' : 'none';
    if (hovered >= 0 || selected >= 0 || cursor >= 0)
      drawPointed(context, this.full(this.picture), this.pointed, this.inside());
    const { dragged, picture } = this;
    if (!dragged) return;
    const mark = picture.scene.marks[dragged.index];
    if (!mark) return;
    const ghost = {
      ...picture.scene,
      marks: [{ ...mark, x: dragged.x, y: dragged.y }],
      lines: [],
      linesOf: [[]],
      room: picture.scene.room,
    };
    drawPointed(context, this.full({ ...picture, scene: ghost }), { ...NOBODY, selected: 0 }, this.inside());
  }

  private full(picture: Picture): MapPicture {
    const level = levelOf(this.options.levels, this.drawn.k, picture.scene.marks.length);
    return { ...picture, level, measure: this.measure };
  }

  /** The drawn camera in the coordinates of the canvas, which begins left of and above what is seen. */
  private inside(): Camera {
    return { k: this.drawn.k, x: this.drawn.x + MARGIN, y: this.drawn.y + MARGIN };
  }

  private outer(): Size {
    return { width: this.size.width + 2 * MARGIN, height: this.size.height + 2 * MARGIN };
  }

  private prepare(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
    const context = canvas === this.base ? contextOf(canvas) : canvas.getContext('2d');
    const ratio = pixelRatio();
    if (!context || !this.picture) return null;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (canvas === this.base) {
      context.fillStyle = this.picture.palette.background;
      context.fillRect(0, 0, canvas.width / ratio, canvas.height / ratio);
    } else context.clearRect(0, 0, canvas.width / ratio, canvas.height / ratio);
    return context;
  }

  private indexAt(event: Event): number {
    const place = this.placeOf(event);
    if (!place || !this.picture) return -1;
    if (levelOf(this.options.levels, this.camera.k, this.picture.scene.marks.length) === 'fleet') {
      const near = this.hit().at(place[0], place[1], 4 / this.camera.k);
      return near >= 0 && this.picture.scene.marks[near].health !== 'healthy' ? near : -1;
    }
    return this.hit().at(place[0], place[1], 4 / this.camera.k);
  }

  private hit(): HitTest {
    return (this.hits ??= new HitTest(this.picture?.scene.marks ?? []));
  }

  /** A pointer event's place on the map. */
  private placeOf(event: Event): [number, number] | undefined {
    const point =
      event instanceof MouseEvent ? event : 'touches' in event ? (event as TouchEvent).touches[0] : undefined;
    if (!point) return undefined;
    const { left, top } = this.host.getBoundingClientRect();
    const { x, y, k } = this.camera;
    return [(point.clientX - left - x) / k, (point.clientY - top - y) / k];
  }

  private readonly onPointerMove = (event: PointerEvent): void => {
    if (this.dragged) {
      const place = this.placeOf(event);
      if (place) this.dragged = { index: this.dragged.index, x: place[0], y: place[1] };
      this.drawAbove();
      return;
    }
    if (event.buttons !== 0) return;
    const index = this.indexAt(event);
    this.host.style.cursor = index >= 0 ? (this.options.arranging ? 'move' : 'pointer') : 'grab';
    if (index !== this.pointed.hovered) this.handlers.onHover(index);
  };

  private readonly onPointerDown = (event: PointerEvent): void => {
    if (!this.options.arranging || event.button !== 0) return;
    const index = this.indexAt(event);
    const mark = this.picture?.scene.marks[index];
    if (!mark) return;
    this.dragged = { index, x: mark.x, y: mark.y };
    this.host.setPointerCapture(event.pointerId);
  };

  private readonly onPointerUp = (): void => {
    const { dragged } = this;
    this.dragged = undefined;
    const mark = dragged && this.picture?.scene.marks[dragged.index];
    if (dragged && mark && Math.hypot(mark.x - dragged.x, mark.y - dragged.y) > 2 / this.camera.k)
      this.handlers.onMove(dragged.index, Math.round(dragged.x), Math.round(dragged.y));
  };

  private readonly onPointerLeave = (): void => {
    if (this.pointed.hovered >= 0) this.handlers.onHover(-1);
  };

  private readonly onClick = (event: MouseEvent): void => {
    if (!event.defaultPrevented) this.handlers.onClick(this.indexAt(event));
  };

  private readonly onDoubleClick = (event: MouseEvent): void => {
    const index = this.indexAt(event);
    if (index >= 0) this.handlers.onOpen(index);
  };
}

/** Opaque: the compositor copies it instead of blending, which halves what a pan costs without a GPU. */
function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  return canvas.getContext('2d', { alpha: false });
}

function pixelRatio(): number {
  return Math.min(2, Math.max(1, globalThis.devicePixelRatio || 1));
}
