import type { Exemplar, SeriesSource } from '../../storage.ts';
import type { Labels } from '../../model/labels.ts';
import { parseExpr, selectorsOf } from '../../promql/index.ts';
import type { Frame, Notice } from '../frame.ts';
import { numberColumn, textColumn, timeColumn } from '../kinds/columns.ts';

type Found = Exemplar & { seriesLabels: Labels };

/** A chart has room for so many marks. */
const SLICES = 100;
const MOST_A_SLICE = 5;

/** The exemplars of the series in an expression. Rejects where it cannot be read. */
export async function findExemplars(
  source: Pick<SeriesSource, 'exemplars'>,
  expr: string,
  startMs: number,
  endMs: number,
): Promise<Found[]> {
  const found = await source.exemplars(selectorsOf(parseExpr(expr)), startMs, endMs);
  return found.flatMap(({ labels, exemplars }) => exemplars.map((each) => ({ ...each, seriesLabels: labels })));
}

/**
 * The frame that Grafana draws over a chart: time, value, a column a label; those of the exemplar (`trace_id`) first. Where
 * there are too many, each hundredth of the range keeps its largest values: the outliers are what one looks for.
 */
export function exemplarFrame(refId: string, exemplars: readonly Found[], startMs: number, endMs: number): Frame {
  const shown = thinned(exemplars, startMs, endMs).sort((a, b) => a.timestampMs - b.timestampMs);
  const own = new Set(shown.flatMap(({ labels }) => [...labels.toMap().keys()]));
  const series = new Set(shown.flatMap(({ seriesLabels }) => [...seriesLabels.toMap().keys()]));
  const notices: Notice[] =
    shown.length < exemplars.length
      ? [
          {
            severity: 'info',
            text: `${shown.length} of ${exemplars.length} exemplars are shown, the largest of each moment`,
          },
        ]
      : [];
  return {
    name: 'exemplar',
    refId,
    meta: { dataTopic: 'annotations', custom: { resultType: 'exemplar' }, ...(notices.length > 0 && { notices }) },
    length: shown.length,
    fields: [
      timeColumn(
        'Time',
        shown.map(({ timestampMs }) => timestampMs),
      ),
      numberColumn(
        'Value',
        shown.map(({ value }) => value),
      ),
      ...[...own].map((name) =>
        textColumn(
          name,
          shown.map(({ labels }) => labels.get(name) || undefined),
        ),
      ),
      ...[...series]
        .filter((name) => !own.has(name))
        .map((name) =>
          textColumn(
            name,
            shown.map(({ seriesLabels }) => seriesLabels.get(name) || undefined),
          ),
        ),
    ],
  };
}

function thinned(exemplars: readonly Found[], startMs: number, endMs: number): Found[] {
  if (exemplars.length <= SLICES * MOST_A_SLICE) return [...exemplars];
  const slices = new Map<number, Found[]>();
  for (const each of exemplars) {
    const slice = sliceOf(each.timestampMs, startMs, endMs);
    const known = slices.get(slice);
    if (known) known.push(each);
    else slices.set(slice, [each]);
  }
  return [...slices.values()].flatMap((slice) => slice.sort((a, b) => b.value - a.value).slice(0, MOST_A_SLICE));
}

const sliceOf = (timeMs: number, startMs: number, endMs: number): number =>
  Math.floor(((timeMs - startMs) / Math.max(1, endMs - startMs)) * SLICES);
