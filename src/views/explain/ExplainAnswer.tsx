import { useMemo, useState } from 'react';
import type { Candidate, Explanation } from '@observatory/protocol/analysis';
import { useViewHost } from '../host/ViewHost.ts';
import { AlignedPicture } from './AlignedPicture.tsx';
import { AnswerActions } from './AnswerActions.tsx';
import { CandidateCard } from './CandidateCard.tsx';
import type { ChartMark } from './draw/aligned-chart.ts';
import { FilterBar } from './FilterBar.tsx';
import { HypothesisList } from './HypothesisList.tsx';
import { symptomLane } from './model/lanes.ts';
import { keyOf, shownOf } from './model/shown.ts';
import { topologySearch } from './model/topology-search.ts';
import type { ExplainState } from './model/explain-state.ts';
import { NothingFound } from './NothingFound.tsx';
import { PathPanel } from './PathPanel.tsx';
import styles from './Explain.module.css';

interface ExplainAnswerProps {
  answer: Explanation;
  state: ExplainState;
  marks: readonly ChartMark[];
  onState: (changes: Partial<ExplainState>) => void;
}

/** An answer: the symptom, what changed beside what got worse, the way between them, and what was rejected. */
export function ExplainAnswer({ answer, state, marks, onState }: ExplainAnswerProps): React.JSX.Element {
  const { navigation } = useViewHost();
  const [pointed, setPointed] = useState<string | undefined>();
  const { symptom } = answer;
  const window = useMemo(() => spanOf(answer.window), [answer]);
  const baseline = useMemo(() => spanOf(answer.baseline), [answer]);
  const symptomLanes = useMemo(() => (symptom ? [symptomLane(symptom)] : []), [symptom]);
  const shown = useMemo(() => shownOf(answer, state), [answer, state]);
  const topology = (candidate?: Candidate) =>
    navigation.href({ path: 'topology', search: topologySearch(candidate, symptom) });
  const toggle = (key: string) =>
    onState({ pins: state.pins.includes(key) ? state.pins.filter((each) => each !== key) : [...state.pins, key] });
  const card = (candidate: Candidate) => {
    const key = keyOf(candidate);
    return (
      <CandidateCard
        key={key}
        candidate={candidate}
        symptom={symptom}
        window={window}
        baseline={baseline}
        marks={marks}
        pinned={state.pins.includes(key)}
        open={state.open === key}
        topologyHref={topology(candidate)}
        onPin={() => toggle(key)}
        onOpen={() => onState({ open: state.open === key ? '' : key })}
        onPoint={(on) => setPointed(on ? key : undefined)}
      />
    );
  };
  const lit = pointed ?? (state.open === '' ? undefined : state.open);
  const first = shown.causes.at(0);
  return (
    <>
      <section className={styles.panel} aria-label="Answer">
        <p className={styles.summary} role="status">
          {answer.summary}
        </p>
        <p className={styles.muted}>
          {answer.comparisons.toLocaleString('en')} signals were compared with their baselines.{' '}
          {answer.candidates.length > 0 && 'These are candidates and contributing factors, not proof. '}
          {answer.notes.join(' ')}
        </p>
        {symptomLanes.length > 0 && (
          <AlignedPicture lanes={symptomLanes} window={window} baseline={baseline} marks={marks} />
        )}
        <AnswerActions answer={answer} window={window} baseline={baseline} marks={marks} />
      </section>
      {answer.candidates.length === 0 && answer.complete && (
        <NothingFound
          answer={answer}
          asked={state.query !== ''}
          onFind={() => onState({ query: '' })}
          onWiden={() =>
            onState({ window: { fromMs: window.fromMs - (window.toMs - window.fromMs), toMs: window.toMs } })
          }
        />
      )}
      {answer.candidates.length + answer.rejected.length + answer.effects.length > 0 && (
        <FilterBar answer={answer} state={state} hidden={shown.hidden} onState={onState} />
      )}
      <PathPanel candidates={shown.causes} lit={lit} topologyHref={topology(first)} />
      <div className={styles.columns}>
        <section className={styles.column} aria-label="What changed">
          <h2>What changed</h2>
          {shown.causes.length === 0 ? (
            <p className={styles.muted}>
              {answer.candidates.length === 0 ? 'No change is a candidate.' : 'No candidate passes the filters.'}
            </p>
          ) : (
            <ol className={styles.cards}>{shown.causes.map(card)}</ol>
          )}
        </section>
        <section className={styles.column} aria-label="What got worse">
          <h2>What got worse</h2>
          <p className={styles.muted}>Measurements and consequences: they follow from a cause and are none.</p>
          {shown.symptoms.length > 0 && <ol className={styles.cards}>{shown.symptoms.map(card)}</ol>}
          <HypothesisList rows={shown.effects} />
          {shown.effects.length + shown.symptoms.length === 0 && (
            <p className={styles.muted}>Nothing beside the symptom.</p>
          )}
          {shown.rejected.length > 0 && (
            <>
              <h2>Rejected</h2>
              <HypothesisList rows={shown.rejected} rejected />
            </>
          )}
        </section>
      </div>
    </>
  );
}

const spanOf = ({ from, to }: { from: string; to: string }) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) });
