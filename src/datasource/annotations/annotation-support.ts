import { AnnotationEventFieldSource, type AnnotationQuery, type AnnotationSupport } from '@grafana/data';
import { isEmptyQuery } from '../query/is-empty.ts';
import { upgradeQuery } from '../query/upgrade-query.ts';
import type { ObservatoryQuery } from '../types.ts';

/** What a new annotation asks: the events that may have cost something. */
const DEFAULT_QUERY = { queryType: 'events', version: 1, severity: 'warning', refId: 'annotation' } as const;

/** Fields of the events frame that make up an annotation, unless the dashboard says otherwise. */
const MAPPINGS: AnnotationQuery['mappings'] = {
  text: { source: AnnotationEventFieldSource.Field, value: 'summary' },
  title: { source: AnnotationEventFieldSource.Field, value: 'type' },
  tags: { source: AnnotationEventFieldSource.Field, value: 'tags' },
};

/** Events of the cluster on every chart: restarts, elections, moved bundles, lost bookies. */
export const annotationSupport: AnnotationSupport<ObservatoryQuery> = {
  getDefaultQuery: () => DEFAULT_QUERY as Partial<ObservatoryQuery>,

  prepareAnnotation(annotation: AnnotationQuery<ObservatoryQuery>) {
    const target = { ...DEFAULT_QUERY, ...annotation.target } as ObservatoryQuery;
    const isEvents = upgradeQuery(target).queryType === 'events';
    return { ...annotation, target, ...(isEvents && !annotation.mappings ? { mappings: MAPPINGS } : {}) };
  },

  prepareQuery({ target }: AnnotationQuery<ObservatoryQuery>) {
    const query = upgradeQuery(target ?? DEFAULT_QUERY);
    return isEmptyQuery(query) ? undefined : ({ ...query, refId: target?.refId ?? 'annotation' } as ObservatoryQuery);
  },
};
