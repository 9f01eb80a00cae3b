import styles from './TopologyView.module.css';

export interface MapMessageProps {
  title: string;
  text: string;
  tone?: 'plain' | 'alert';
  action?: { label: string; onClick: () => void };
}

/** In place of the picture: what is the matter and what to do about it. */
export function MapMessage({ title, text, tone = 'plain', action }: MapMessageProps): React.JSX.Element {
  return (
    <div className={styles.message} role={tone === 'alert' ? 'alert' : 'status'}>
      <h2>{title}</h2>
      <p>{text}</p>
      {action && (
        <button type="button" onClick={action.onClick}>
          {action.label}
        </button>
      )}
    </div>
  );
}
