import type { ComparedMeasure } from '@observatory/protocol/run-objects';

/** Widest change that the scale shows; what lies beyond is drawn at its edge. */
const MOST = 1;

/** Half-width of the scale that all measures share: a step of 5 % that holds every change, at most 100 %. */
export function spanOf(measures: readonly ComparedMeasure[]): number {
  const ends = measures
    .flatMap(({ effects }) => effects.flatMap(({ change, changeLow, changeHigh }) => [change, changeLow, changeHigh]))
    .filter((each): each is number => each != null && Number.isFinite(each))
    .map(Math.abs);
  return Math.min(MOST, Math.max(0.05, Math.ceil(Math.max(0, ...ends) * 20) / 20));
}

/** Place of a change on a picture of some width. */
export function changeScale(span: number, width: number): (change: number) => number {
  const margin = 6;
  return (change) => {
    const part = Math.min(1, Math.max(-1, change / span));
    return width / 2 + part * (width / 2 - margin);
  };
}
