import { useState } from 'react';
import type { Explanation } from '@observatory/protocol/analysis';
import { useViewHost, type TimeWindow } from '../host/ViewHost.ts';
import { saveFile } from '../page/save-file.ts';
import { CopyButton } from './CopyButton.tsx';
import type { ChartMark } from './draw/aligned-chart.ts';
import { explanationPng } from './draw/explanation-png.ts';
import { alertDraft, alertYaml } from './model/alert-rule.ts';
import styles from './Explain.module.css';

interface AnswerActionsProps {
  answer: Explanation;
  window: TimeWindow;
  baseline: TimeWindow;
  marks: readonly ChartMark[];
}

/** What to do with an answer: share, keep as a file, watch the symptom, look further. */
export function AnswerActions({ answer, window, baseline, marks }: AnswerActionsProps): React.JSX.Element {
  const host = useViewHost();
  const [fault, setFault] = useState('');
  const [showRule, setShowRule] = useState(false);
  const { symptom } = answer;
  const draft = symptom ? alertDraft(symptom) : undefined;
  const name = `explain-${answer.window.from.slice(0, 19).replaceAll(':', '')}`;
  const explore = symptom && host.exploreHref(symptom.query, { fromMs: baseline.fromMs, toMs: window.toMs });
  const newAlert = draft && host.newAlertHref?.(draft);
  const savePng = async () => {
    try {
      saveFile(
        `${name}.png`,
        await explanationPng(answer, marks, document.querySelector('[data-theme]') ?? document.body),
      );
      setFault('');
    } catch (failure) {
      setFault(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <>
      <div className={styles.actions}>
        <CopyButton text={location.href} what="link" />
        <button
          type="button"
          onClick={() => saveFile(`${name}.json`, `${JSON.stringify(answer, null, 2)}\n`, 'application/json')}
        >
          JSON
        </button>
        <button type="button" onClick={() => void savePng()}>
          PNG
        </button>
        {draft && (
          <button type="button" aria-expanded={showRule} onClick={() => setShowRule(!showRule)}>
            Alert rule
          </button>
        )}
        {newAlert !== undefined && <a href={newAlert}>New alert rule in Grafana</a>}
        {typeof explore === 'string' && <a href={explore}>Explore the symptom</a>}
        {fault !== '' && (
          <span role="alert" className={styles.fault}>
            {fault}
          </span>
        )}
      </div>
      {draft && showRule && (
        <div className={styles.query}>
          <pre className={styles.yaml}>{alertYaml(draft)}</pre>
          <CopyButton text={alertYaml(draft)} what="rule" />
          <p className={styles.muted}>
            The bound lies half of the way from what is usual to the worst that was seen. Put it into a file of
            rule_files, or adapt it.
          </p>
        </div>
      )}
    </>
  );
}
