import type { ComparedMeasure } from '@observatory/protocol/run-objects';

/** What is told of a kind of measure before any run is looked at. */
export interface MeasureDefinition extends Pick<ComparedMeasure, 'id' | 'title' | 'unit' | 'better'> {
  /** Percentiles of one latency, say: of a family the change that matters most is told, the others beside it. */
  family: string;
  /** Smallest change that matters, as a part of the base's mean. */
  relevant: number;
  /** And in the measure's own unit: a tenfold of nearly nothing is nothing. */
  least: number;
  /** How much a regression of it weighs against others. */
  weight: number;
  /** More load makes it more: judged only as far as it grew beyond the load. */
  followsLoad: boolean;
  /** Counts what happened: where the base had none of it, one is no chance. */
  isFact: boolean;
}

/** Fills in what most measures have in common. */
export function defineMeasure(
  fields: Pick<MeasureDefinition, 'id' | 'title' | 'unit' | 'better'> & Partial<MeasureDefinition>,
): MeasureDefinition {
  return { family: fields.id, relevant: 0.05, least: 0, weight: 1, followsLoad: false, isFact: false, ...fields };
}

/** Values of a measure at even steps of the steady phase, from its first moment on; NaN where there is none. */
export interface MeasuredColumn {
  definition: MeasureDefinition;
  stepMs: number;
  values: Float64Array;
}
