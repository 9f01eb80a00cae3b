import { useEffect, useState } from 'react';
import styles from './Explain.module.css';

interface RunningProps {
  /** A first ranking is shown already. */
  refining: boolean;
  onCancel: () => void;
}

/** That something is on its way, for how long, and the way out. */
export function Running({ refining, onCancel }: RunningProps): React.JSX.Element {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className={styles.progress}>
      <progress aria-label="Analysis" />
      <span role="status">
        {refining ? 'First ranking; it is being refined …' : 'Comparing signals with their baselines …'}
      </span>
      {seconds > 0 && <span>{seconds} s</span>}
      <button type="button" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}
