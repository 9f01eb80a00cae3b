import { useMemo } from 'react';
import type { Candidate, CauseEvidence } from '@observatory/protocol/analysis';
import { useViewHost, type TimeWindow } from '../host/ViewHost.ts';
import { AlignedPicture } from './AlignedPicture.tsx';
import { CopyButton } from './CopyButton.tsx';
import type { ChartMark } from './draw/aligned-chart.ts';
import { evidenceLane } from './model/lanes.ts';
import { leadWords, valueWords } from './model/words.ts';
import styles from './Explain.module.css';

const NO_MARKS: readonly ChartMark[] = [];

interface EvidenceDetailsProps {
  candidate: Candidate;
  window: TimeWindow;
  baseline: TimeWindow;
}

/** All that a candidate rests on: the path with its reasons, and every series with its query and numbers. */
export function EvidenceDetails({ candidate, window, baseline }: EvidenceDetailsProps): React.JSX.Element {
  const { path, evidence } = candidate;
  return (
    <div className={styles.evidence}>
      {path.length > 1 && (
        <ol className={styles.path} aria-label="Path to the symptom">
          {path.map(({ node, via }, index) => (
            <li key={`${node.id} ${index}`}>
              {via !== undefined && <span className={styles.via}>{via}</span>} {node.name}
            </li>
          ))}
        </ol>
      )}
      {evidence.map((each, index) => (
        <Evidence key={`${each.query} ${index}`} evidence={each} window={window} baseline={baseline} />
      ))}
    </div>
  );
}

function Evidence({
  evidence,
  window,
  baseline,
}: {
  evidence: CauseEvidence;
  window: TimeWindow;
  baseline: TimeWindow;
}): React.JSX.Element {
  const host = useViewHost();
  const lanes = useMemo(() => [evidenceLane(evidence)], [evidence]);
  const { query, label, node, unit, score, leadSeconds, live } = evidence;
  const explore = host.exploreHref(query, { fromMs: Math.min(baseline.fromMs, window.fromMs), toMs: window.toMs });
  return (
    <section aria-label={label}>
      <AlignedPicture lanes={lanes} window={window} baseline={baseline} marks={NO_MARKS} />
      <dl className={styles.numbers}>
        <div>
          <dt>Baseline</dt>
          <dd>{valueWords(evidence.baseline, unit)}</dd>
        </div>
        <div>
          <dt>Window</dt>
          <dd>{valueWords(evidence.window, unit)}</dd>
        </div>
        <div>
          <dt>Farthest</dt>
          <dd>{valueWords(evidence.peak, unit)}</dd>
        </div>
        <div title="Distance from the middle of the baseline, in robust standard deviations">
          <dt>Score</dt>
          <dd>{score.toFixed(1)}</dd>
        </div>
        <div>
          <dt>Began</dt>
          <dd>
            {leadWords(leadSeconds)}
            {live ? '' : ' (renewed once a minute: its edge dates nothing)'}
          </dd>
        </div>
        {node && (
          <div>
            <dt>Node</dt>
            <dd>{[node.name, ...node.aliases].join(', ')}</dd>
          </div>
        )}
      </dl>
      <div className={styles.query}>
        <code>{query}</code>
        <CopyButton text={query} what="PromQL" />
        {explore !== undefined && <a href={explore}>Explore</a>}
      </div>
    </section>
  );
}
