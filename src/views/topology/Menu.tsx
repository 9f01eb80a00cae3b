import { useEffect, useRef } from 'react';
import styles from './Menu.module.css';

/** A button that opens a small pane; Escape, or a click elsewhere, closes it. */
export function Menu({
  label,
  children,
  title,
}: {
  label: React.ReactNode;
  children: React.ReactNode;
  title?: string;
}) {
  const ref = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const menu = ref.current;
      if (menu?.open && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, []);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key !== 'Escape' || !ref.current?.open) return;
    event.stopPropagation();
    ref.current.open = false;
    ref.current.querySelector('summary')?.focus();
  };
  return (
    // The keys are those of the controls inside.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes it
    <details ref={ref} className={styles.menu} onKeyDown={onKeyDown}>
      <summary title={title}>{label}</summary>
      <div className={styles.pane}>{children}</div>
    </details>
  );
}
