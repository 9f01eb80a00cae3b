import { useEffect, useId, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { ThemeName } from '../theme/series-colors.ts';
import { drawPictureOf } from './draw/picture.ts';
import { MapRenderer, type Picture } from './draw/MapRenderer.ts';
import { centredOn, middleOf } from './model/camera.ts';
import { firstMark, neighbourTowards, type Direction } from './model/keyboard.ts';
import type { LevelChoice, MapState } from './model/map-state.ts';
import type { Mark, Scene } from './model/scene.ts';
import { describeMark, describeScene } from './model/speech.ts';
import styles from './TopologyMap.module.css';

export interface TopologyMapProps {
  scene: Scene;
  levels: LevelChoice;
  labels: boolean;
  theme: ThemeName;
  camera: MapState['camera'];
  selected: string | undefined;
  arranging: boolean;
  wheelNeedsCtrl: boolean;
  value: (mark: Mark) => string | undefined;
  onCamera: (camera: MapState['camera']) => void;
  onSelect: (id: string | undefined) => void;
  onOpen: (id: string) => void;
  onMove: (id: string, x: number, y: number) => void;
  /** Commands of the toolbar. */
  handle: React.Ref<MapHandle>;
}

export interface MapHandle {
  fit: () => void;
  zoomBy: (factor: number) => void;
  picture: () => Picture | undefined;
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const PAN_PX = 80;
const ARRANGE_STEP = 20;

/** The map itself: canvas, gestures and keyboard. What it shows is spoken by a live region; the table has the same rows. */
export function TopologyMap(props: TopologyMapProps): React.JSX.Element {
  const { scene, levels, labels, theme, camera, selected, arranging, wheelNeedsCtrl, value, handle } = props;
  const hostRef = useRef<HTMLDivElement>(null);
  const rendererRef = useRef<MapRenderer | null>(null);
  const pictureRef = useRef<Picture | undefined>(undefined);
  const latest = useRef(props);
  const shownTheme = useRef(theme);
  const [hovered, setHovered] = useState<string | undefined>();
  const [cursor, setCursor] = useState<string | undefined>();
  const [focused, setFocused] = useState(false);
  const helpId = useId();
  const summary = useMemo(() => describeScene(scene), [scene]);
  const cursorIndex = cursor === undefined ? -1 : (scene.indexOf.get(cursor) ?? -1);

  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const host = hostRef.current;
    if (!host) return;
    const idOf = (index: number) => latest.current.scene.marks[index]?.id;
    const renderer = new MapRenderer(host, {
      onCamera: (moved) => latest.current.onCamera(middleOf(moved, renderer.current.size)),
      onHover: (index) => setHovered(idOf(index)),
      onClick: (index) => latest.current.onSelect(idOf(index)),
      onOpen: (index) => {
        const id = idOf(index);
        if (id !== undefined) latest.current.onOpen(id);
      },
      onMove: (index, x, y) => {
        const id = idOf(index);
        if (id !== undefined) latest.current.onMove(id, x, y);
      },
    });
    rendererRef.current = renderer;
    return () => {
      renderer.destroy();
      rendererRef.current = null;
    };
  }, []);

  useEffect(() => {
    const reducedMotion = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false;
    rendererRef.current?.setOptions({ levels, arranging, wheelNeedsCtrl, reducedMotion });
  }, [levels, arranging, wheelNeedsCtrl]);

  const seenCamera = useRef<MapState['camera']>(undefined);
  // Before the picture is shown first: it is drawn where the address looks, and not twice.
  useEffect(() => {
    const renderer = rendererRef.current;
    if (!renderer || !camera) return;
    const { camera: now, size } = renderer.current;
    const middle = middleOf(now, size);
    const same =
      Math.abs(middle.k / camera.k - 1) < 1e-3 && Math.hypot(middle.x - camera.x, middle.y - camera.y) * camera.k < 2;
    if (!same && size.width > 0)
      renderer.look(centredOn(camera.x, camera.y, camera.k, size), seenCamera.current !== undefined);
    seenCamera.current = camera;
  }, [camera]);

  useEffect(() => {
    const host = hostRef.current;
    if (!host) return;
    const show = () => {
      pictureRef.current = drawPictureOf({ scene, labels, value, element: host });
      rendererRef.current?.setPicture(pictureRef.current);
    };
    show();
    if (shownTheme.current === theme) return;
    shownTheme.current = theme;
    // The host sets a new theme on a root element in an effect of its own, which runs after this one.
    const frame = requestAnimationFrame(show);
    return () => cancelAnimationFrame(frame);
  }, [scene, labels, value, theme]);

  useEffect(() => {
    const indexOf = (id: string | undefined) => (id === undefined ? -1 : (scene.indexOf.get(id) ?? -1));
    rendererRef.current?.setPointed({
      hovered: indexOf(hovered),
      selected: indexOf(selected),
      cursor: focused ? indexOf(cursor) : -1,
    });
  }, [scene, hovered, selected, cursor, focused]);

  useImperativeHandle(
    handle,
    () => ({
      fit: () => {
        latest.current.onCamera(undefined);
        rendererRef.current?.fitAll();
      },
      zoomBy: (factor) => rendererRef.current?.zoomBy(factor),
      picture: () => pictureRef.current,
    }),
    [],
  );

  const goTo = (index: number) => {
    if (index < 0) return;
    setCursor(scene.marks[index].id);
    rendererRef.current?.reveal(index);
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    const renderer = rendererRef.current;
    const direction = ARROWS[event.key];
    if (direction && event.shiftKey) {
      const pan = { left: [1, 0], right: [-1, 0], up: [0, 1], down: [0, -1] }[direction];
      renderer?.panBy(pan[0] * PAN_PX, pan[1] * PAN_PX);
    } else if (direction && arranging && event.altKey && cursorIndex >= 0) {
      const { id, x, y } = scene.marks[cursorIndex];
      const step = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[direction];
      props.onMove(id, x + step[0] * ARRANGE_STEP, y + step[1] * ARRANGE_STEP);
    } else if (direction) {
      if (cursorIndex < 0) goTo(scene.indexOf.get(selected ?? '') ?? firstMark(scene));
      else goTo(neighbourTowards(scene.marks, cursorIndex, direction));
    } else if (event.key === 'Home') goTo(firstMark(scene));
    else if (event.key === 'Enter' && cursor !== undefined && cursorIndex >= 0) {
      if (selected === cursor) props.onOpen(cursor);
      else props.onSelect(cursor);
    } else if (event.key === '+' || event.key === '=') renderer?.zoomBy(1.4);
    else if (event.key === '-') renderer?.zoomBy(1 / 1.4);
    else if (event.key === '0') {
      props.onCamera(undefined);
      renderer?.fitAll();
    } else if (event.key === 'Escape' && (selected !== undefined || cursor !== undefined)) {
      if (selected !== undefined) props.onSelect(undefined);
      else setCursor(undefined);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const atCursor = focused ? scene.marks[cursorIndex] : undefined;
  const said = atCursor && value(atCursor);
  const spoken = atCursor ? describeMark(scene, cursorIndex, said === atCursor.rack ? undefined : said) : '';
  return (
    <>
      {/* The canvas has no content for assistive technology: keys move a cursor that the live region speaks. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- role application takes the keys */}
      <div
        ref={hostRef}
        className={styles.map}
        role="application"
        aria-label={summary}
        aria-describedby={helpId}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the map is operated by keyboard
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      />
      <p id={helpId} className={styles.help} data-shown={focused}>
        Arrow keys move between nodes, Enter opens one, Escape leaves. Shift with arrows moves the map, + and − zoom, 0
        shows everything.
      </p>
      <p className="visually-hidden" role="status" data-testid="map-cursor">
        {spoken}
      </p>
    </>
  );
}
