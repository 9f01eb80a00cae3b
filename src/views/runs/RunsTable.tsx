import type { RunFigure, RunInfo } from '@observatory/protocol/run-objects';
import tableStyles from '../topics/TopicTable.module.css';
import { labelsText } from './label-text.ts';
import { durationText, endText, figureText, STATE_WORDS } from './run-words.ts';
import styles from './Runs.module.css';

export interface RunsTableProps {
  runs: readonly RunInfo[];
  nowMs: number;
  chosen: readonly string[];
  onChoose: (ids: readonly string[]) => void;
  onOpen: (id: string) => void;
}

/** Figures that the table has room for. */
const MOST_FIGURES = 4;

/** Runs, newest first, with the key figures that most of them have. */
export function RunsTable({ runs, nowMs, chosen, onChoose, onOpen }: RunsTableProps): React.JSX.Element {
  const figures = commonFigures(runs);
  const toggle = (id: string) => onChoose(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <div className={tableStyles.scroll}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Compare</span>
            </th>
            <th scope="col">Name</th>
            <th scope="col">State</th>
            <th scope="col">Started</th>
            <th scope="col" className={tableStyles.number}>
              Took
            </th>
            {figures.map(({ id, title }) => (
              <th key={id} scope="col" className={tableStyles.number}>
                {title}
              </th>
            ))}
            <th scope="col">Labels</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`Compare ${run.name}`}
                  checked={chosen.includes(run.id)}
                  onChange={() => toggle(run.id)}
                />
              </td>
              <th scope="row">
                <button type="button" className={tableStyles.link} onClick={() => onOpen(run.id)}>
                  {run.name}
                </button>
              </th>
              <td>
                <RunStateMark run={run} />
              </td>
              <td>{new Date(run.startedMs).toLocaleString()}</td>
              <td className={tableStyles.number}>{durationText(run, nowMs)}</td>
              {figures.map(({ id }) => (
                <td key={id} className={tableStyles.number}>
                  {textOf(run.figures.find((each) => each.id === id))}
                </td>
              ))}
              <td className={styles.labels}>{labelsText(run.labels)}</td>
              <td>{run.by}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The state with why it ended so, in words and colour. */
export function RunStateMark({ run }: { run: RunInfo }): React.JSX.Element {
  const end = endText(run);
  return (
    <span className={styles.state} data-state={run.state}>
      {STATE_WORDS[run.state]}
      {end !== '' && `: ${end}`}
    </span>
  );
}

const textOf = (figure: RunFigure | undefined): string => (figure ? figureText(figure.value, figure.unit) : '');

/** Those that most runs have, in the order of the newest run that has them. */
function commonFigures(runs: readonly RunInfo[]): RunFigure[] {
  const counts = new Map<string, { figure: RunFigure; count: number }>();
  for (const figure of runs.flatMap((run) => run.figures)) {
    const known = counts.get(figure.id) ?? { figure, count: 0 };
    known.count++;
    counts.set(figure.id, known);
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_FIGURES)
    .map(({ figure }) => figure);
}
