import type { PageTime } from './use-page-time.ts';
import { StateFile } from './StateFile.tsx';
import { TimeControls } from './TimeControls.tsx';
import styles from './Page.module.css';

export interface PageProps {
  /** Omitted by pages without a time. */
  time?: PageTime;
  /** Left of the time: what the page shows. */
  controls?: React.ReactNode;
  children: React.ReactNode;
}

/** The frame of a page: its controls, its time, and the view kept as a file. */
export function Page({ time, controls, children }: PageProps): React.JSX.Element {
  return (
    <div className={styles.page}>
      <div className={styles.toolbar}>
        <div className={styles.own}>{controls}</div>
        {time && <TimeControls time={time} />}
        <StateFile />
      </div>
      {children}
    </div>
  );
}
