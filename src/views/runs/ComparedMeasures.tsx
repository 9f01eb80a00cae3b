import type { ComparedMeasure, MeasureEffect, RunComparison } from '@observatory/protocol/run-objects';
import tableStyles from '../topics/TopicTable.module.css';
import { changeScale, spanOf } from './change-scale.ts';
import { changeText, figureText } from './run-words.ts';
import styles from './Compare.module.css';

export interface ComparedMeasuresProps {
  measures: readonly ComparedMeasure[];
  runs: RunComparison['runs'];
}

const VERDICTS: Readonly<Record<MeasureEffect['verdict'], string>> = {
  base: '',
  better: 'better',
  worse: 'worse',
  same: 'same',
  unclear: 'unclear',
};

/** Each measure of each run with its change against the base and the interval of that, as numbers and as a picture. */
export function ComparedMeasures({ measures, runs }: ComparedMeasuresProps): React.JSX.Element {
  const nameOf = (id: string) => runs.find((run) => run.id === id)?.name ?? id;
  const span = spanOf(measures);
  return (
    <div className={tableStyles.scroll}>
      <table>
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col">Run</th>
            <th scope="col" className={tableStyles.number}>
              Mean (95 %)
            </th>
            <th scope="col" className={tableStyles.number}>
              Change (95 %)
            </th>
            <th scope="col" aria-hidden="true">
              {changeText(-span)} to {changeText(span)}
            </th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {measures.flatMap((measure) =>
            measure.effects.map((effect, index) => (
              <tr key={`${measure.id} ${effect.run}`}>
                {index === 0 && (
                  <th scope="row" rowSpan={measure.effects.length}>
                    {measure.title}
                    <span className={styles.better}>
                      {measure.better === 'neither' ? '' : ` ${measure.better} is better`}
                    </span>
                  </th>
                )}
                <td>{nameOf(effect.run)}</td>
                <td className={tableStyles.number}>
                  {figureText(effect.mean, measure.unit)}
                  {effect.low !== null && effect.high !== null && (
                    <span className={styles.interval}>
                      {' '}
                      {figureText(effect.low, measure.unit)} to {figureText(effect.high, measure.unit)}
                    </span>
                  )}
                </td>
                <td className={tableStyles.number}>
                  {effect.verdict === 'base' ? '' : changeText(effect.change)}
                  {effect.changeLow != null && effect.changeHigh != null && (
                    <span className={styles.interval}>
                      {' '}
                      {changeText(effect.changeLow)} to {changeText(effect.changeHigh)}
                    </span>
                  )}
                </td>
                <td aria-hidden="true">
                  <ChangeMark effect={effect} span={span} />
                </td>
                <td className={styles.verdict} data-verdict={effect.verdict}>
                  {effect.mean === null || effect.change === null ? 'not in both' : VERDICTS[effect.verdict]}
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}

const WIDTH = 180;
const HEIGHT = 16;

/** The interval of a change as a bar over a line at no change; an arrow's end where it leaves the scale. */
function ChangeMark({ effect, span }: { effect: MeasureEffect; span: number }): React.JSX.Element | null {
  const { change, changeLow, changeHigh, verdict } = effect;
  if (verdict === 'base' || change == null) return null;
  const x = changeScale(span, WIDTH);
  const low = x(changeLow ?? change);
  const high = x(changeHigh ?? change);
  return (
    <svg width={WIDTH} height={HEIGHT} className={styles.mark} data-verdict={verdict}>
      <line x1={WIDTH / 2} x2={WIDTH / 2} y1={0} y2={HEIGHT} className={styles.zero} />
      <rect x={low} width={Math.max(2, high - low)} y={HEIGHT / 2 - 2} height={4} rx={2} />
      <circle cx={x(change)} cy={HEIGHT / 2} r={4} />
    </svg>
  );
}
