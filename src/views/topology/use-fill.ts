import { useLayoutEffect, useState } from 'react';

const LEAST = 420;

/** Height in pixels from an element's top to the bottom of the window: hosts have headers of different heights. */
export function useFill(ref: React.RefObject<HTMLElement>): number {
  const [height, setHeight] = useState(LEAST);
  useLayoutEffect(() => {
    const read = () => {
      const top = (ref.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
      setHeight(Math.max(LEAST, window.innerHeight - top));
    };
    read();
    window.addEventListener('resize', read);
    return () => window.removeEventListener('resize', read);
  }, [ref]);
  return height;
}
