import { AnnotationEventFieldSource, type AnnotationQuery, type AnnotationSupport } from '@grafana/data';
import { isEmptyQuery } from '../query/is-empty.ts';
import { upgradeQuery } from '../query/upgrade-query.ts';
import type { ObservatoryQuery } from '../types.ts';

/** What a new annotation asks: the events that may have cost something. */
const DEFAULT_QUERY = { queryType: 'events', version: 1, severity: 'warning', refId: 'annotation' } as const;

/**
 * Grafana finds the parts of an annotation by the names that fields are shown with, which for these are made for tables. The
 * others (time, text, tags, id) are found as they are.
 */
const MAPPINGS: Partial<Record<string, AnnotationQuery['mappings']>> = {
  events: mappings('What', 'Until'),
  runs: mappings('Run', 'Ended'),
  logs: {
    time: { source: AnnotationEventFieldSource.Field, value: 'timestamp' },
    text: { source: AnnotationEventFieldSource.Field, value: 'body' },
    title: { source: AnnotationEventFieldSource.Field, value: 'Source' },
    tags: { source: AnnotationEventFieldSource.Field, value: 'severity' },
  },
};

function mappings(title: string, timeEnd: string): AnnotationQuery['mappings'] {
  return {
    title: { source: AnnotationEventFieldSource.Field, value: title },
    timeEnd: { source: AnnotationEventFieldSource.Field, value: timeEnd },
  };
}

/** Events of the cluster on every chart: restarts, elections, moved bundles, lost bookies. */
export const annotationSupport: AnnotationSupport<ObservatoryQuery> = {
  getDefaultQuery: () => DEFAULT_QUERY as Partial<ObservatoryQuery>,

  prepareAnnotation(annotation: AnnotationQuery<ObservatoryQuery>) {
    const target = { ...DEFAULT_QUERY, ...annotation.target } as ObservatoryQuery;
    const mapped = MAPPINGS[upgradeQuery(target).queryType];
    return { ...annotation, target, ...(mapped && !annotation.mappings ? { mappings: mapped } : {}) };
  },

  prepareQuery({ target }: AnnotationQuery<ObservatoryQuery>) {
    const query = upgradeQuery(target ?? DEFAULT_QUERY);
    return isEmptyQuery(query) ? undefined : ({ ...query, refId: target?.refId ?? 'annotation' } as ObservatoryQuery);
  },
};
