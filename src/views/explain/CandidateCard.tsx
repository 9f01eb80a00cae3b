import { useMemo } from 'react';
import type { Candidate, SymptomFound } from '@observatory/protocol/analysis';
import { useViewHost, type TimeWindow } from '../host/ViewHost.ts';
import { timeLabels } from '../heatmap/time-label.ts';
import { aroundOnset, logsHref } from '../logs/logs-href.ts';
import { AlignedPicture } from './AlignedPicture.tsx';
import type { ChartMark } from './draw/aligned-chart.ts';
import { EvidenceDetails } from './EvidenceDetails.tsx';
import { causeLane, symptomLane } from './model/lanes.ts';
import { onsetPrecision } from './model/sample-step.ts';
import { changeWords, confidenceWords, distanceWords, kindWords, leadOf, leadWords } from './model/words.ts';
import styles from './Explain.module.css';

export interface CandidateCardProps {
  candidate: Candidate;
  symptom: SymptomFound | null;
  window: TimeWindow;
  baseline: TimeWindow;
  marks: readonly ChartMark[];
  pinned: boolean;
  open: boolean;
  topologyHref: string;
  onPin: () => void;
  onOpen: () => void;
  /** The pointer or the focus is on it, or left. */
  onPoint: (on: boolean) => void;
}

/** One candidate: what, where, when, how sure, beside the symptom on one time axis. */
export function CandidateCard(props: CandidateCardProps): React.JSX.Element {
  const { candidate, symptom, window, baseline, marks, pinned, open } = props;
  const { rank, node, change, onset, confidence, sentence, next_step: nextStep } = candidate;
  const { navigation } = useViewHost();
  const isSymptom = symptom !== null && candidate.evidence.at(0)?.query === symptom.query;
  const lanes = useMemo(
    () => [causeLane(candidate), ...(symptom && !isSymptom ? [symptomLane(symptom)] : [])],
    [candidate, symptom, isSymptom],
  );
  const words = changeWords(change);
  const lead = symptom ? leadOf(candidate, symptom.onset) : 0;
  // A cause that seems to come late may only have been sampled late.
  const precision = onsetPrecision(candidate.evidence.at(0)?.points?.t ?? [], symptom?.points?.t ?? []) / 1000;
  const clock = timeLabels(0, 1000);
  return (
    <li
      className={styles.card}
      data-pinned={pinned}
      onPointerEnter={() => props.onPoint(true)}
      onPointerLeave={() => props.onPoint(false)}
      onFocus={() => props.onPoint(true)}
      onBlur={() => props.onPoint(false)}
    >
      <header className={styles.cardHead}>
        <span className={styles.rank}>{rank}</span>
        <h3>
          <span className={styles.kind}>{kindWords(node.kind)}</span> {node.name}
        </h3>
        <span
          className={styles.confidence}
          title="Share of such candidates that were the cause, in recorded and generated incidents"
        >
          <meter min={0} max={1} value={confidence} aria-label="Confidence" /> {confidenceWords(confidence)}
        </span>
      </header>
      <p className={styles.sentence}>{sentence}</p>
      <ul className={styles.facts}>
        {words !== '' && <li>{words}</li>}
        <li>
          from <time dateTime={onset}>{clock(Date.parse(onset))}</time>
          {change.until !== undefined && (
            <>
              {' '}
              to <time dateTime={change.until}>{clock(Date.parse(change.until))}</time>
            </>
          )}
        </li>
        {symptom && <li>{leadWords(lead, lead > 0 ? 0 : precision)}</li>}
        <li>{distanceWords(candidate)}</li>
      </ul>
      <AlignedPicture lanes={lanes} window={window} baseline={baseline} marks={marks} />
      <p className={styles.next}>
        <b>Next:</b> {nextStep}
      </p>
      <div className={styles.actions}>
        <button type="button" aria-expanded={open} onClick={props.onOpen}>
          Evidence ({candidate.evidence.length})
        </button>
        <button type="button" aria-pressed={pinned} onClick={props.onPin}>
          Pin
        </button>
        <a href={props.topologyHref}>Show in the topology</a>
        <a href={logsHref(navigation, aroundOnset(onset, node.id))}>Logs around the onset</a>
      </div>
      {open && <EvidenceDetails candidate={candidate} window={window} baseline={baseline} />}
    </li>
  );
}
