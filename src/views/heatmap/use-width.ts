import { useEffect, useState } from 'react';

/** Width of an element in CSS pixels, kept current. */
export function useWidth(element: HTMLElement | null): number {
  const [width, setWidth] = useState(600);
  useEffect(() => {
    if (!element) return;
    const measure = () => setWidth(element.clientWidth || 600);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
