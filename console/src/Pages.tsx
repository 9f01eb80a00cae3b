import { Suspense, useEffect } from 'react';
import { useViewHost } from '../../src/views/host/ViewHost.ts';
import { useLocation } from '../../src/views/page/use-location.ts';
import { VIEW_PAGES, viewPageOf } from '../../src/views/pages.ts';
import type { ThemeName } from '../../src/views/theme/series-colors.ts';
import styles from './Pages.module.css';

/** Navigation between the pages, and the one that the address names. */
export function Pages({ theme }: { theme: ThemeName }): React.JSX.Element {
  const { navigation } = useViewHost();
  const current = viewPageOf(useLocation().path);
  const { component: Component } = current;
  useEffect(() => {
    document.title = `${current.title} · Pulsar Observatory`;
  }, [current.title]);
  return (
    <>
      <nav className={styles.nav} aria-label="Pages">
        {VIEW_PAGES.map(({ path, title }) => (
          <a key={path} href={navigation.href({ path })} aria-current={path === current.path ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <div className={styles.page}>
        <h2 className="visually-hidden">{current.title}</h2>
        <Suspense fallback={<p>Loading …</p>}>
          <Component theme={theme} />
        </Suspense>
      </div>
    </>
  );
}
