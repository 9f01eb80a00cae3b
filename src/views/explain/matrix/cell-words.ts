import { durationWords } from '../model/words.ts';
import { isChance, type MatrixCell, type SeriesEffect } from './matrix.ts';

/** `0.82`, or a dash where there is no number. */
export function cellText({ correlation }: MatrixCell): string {
  return correlation === undefined ? '–' : correlation.toFixed(2);
}

/** All that is known of a cell, in a sentence. */
export function cellSentence(cell: MatrixCell): string {
  const { row, column, correlation, leadSeconds = 0, points, independent = 0, q, reason } = cell;
  const pair = `${row.label} and ${column.label}`;
  if (correlation === undefined) return `${pair}: no number, ${reason ?? 'not compared'}.`;
  const together = correlation >= 0 ? 'rise together' : 'move against each other';
  const lead =
    leadSeconds === 0
      ? 'at the same time'
      : leadSeconds > 0
        ? `${row.label} ${durationWords(leadSeconds)} earlier`
        : `${row.label} ${durationWords(leadSeconds)} later`;
  const trust = isChance(cell)
    ? 'it may be chance'
    : `chance gives as much in less than ${percent(q ?? 1)} of such tables`;
  return `${pair} ${together} (${correlation.toFixed(2)}, ${lead}); ${points} points, as good as ${Math.round(independent)} independent ones; ${trust}.`;
}

/** `+3.2 σ`: how far a series left its baseline; a word where it cannot be told. */
export function effectText({ effect }: SeriesEffect): string {
  if (effect === undefined) return 'too few points';
  if (Math.abs(effect) >= 100) return effect > 0 ? 'above 100 σ' : 'below -100 σ';
  const rounded = effect.toFixed(1);
  return `${Number(rounded) === 0 ? '0.0' : effect > 0 ? `+${rounded}` : rounded} σ`;
}

function percent(share: number): string {
  return share < 0.001 ? '0.1 %' : `${(share * 100).toPrecision(1)} %`;
}
