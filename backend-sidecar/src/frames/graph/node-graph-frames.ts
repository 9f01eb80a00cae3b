/** A part of the topology as Grafana's node graph reads it: a frame of nodes and one of edges. */
import {
  HEALTHS,
  type Health,
  type TopologyEdge,
  type TopologyKind,
  type TopologyNode,
} from '@observatory/protocol/topology';
import type { Frame, FrameField, FrameMeta, Notice } from '../frame.ts';
import { numberColumn, textColumn } from '../kinds/columns.ts';
import { places } from './places.ts';

const COLOURS: Readonly<Record<Health, string>> = {
  healthy: 'green',
  unknown: 'gray',
  degraded: 'yellow',
  down: 'red',
};
const RADIUS: Readonly<Partial<Record<TopologyKind, number>>> = { cluster: 50, host: 30, rack: 30, disk: 25 };
const DEFAULT_RADIUS = 40;

/** What a node shows: its own health, or what reaches it when that is worse. */
export function shownHealth({ health, impact }: TopologyNode): Health {
  return impact && HEALTHS.indexOf(impact.health) > HEALTHS.indexOf(health) ? impact.health : health;
}

export function nodeGraphFrames(
  refId: string,
  nodes: readonly TopologyNode[],
  edges: readonly TopologyEdge[],
  notices: readonly Notice[] = [],
): [Frame, Frame] {
  return [
    frame('nodes', refId, nodeFields(nodes), nodes.length, notices, lastingPlaces(nodes)),
    frame('edges', refId, edgeFields(edges), edges.length, []),
  ];
}

/** For our own panel, which finds and fits them: the places that a node keeps for life, a pair a row. */
function lastingPlaces(nodes: readonly TopologyNode[]): { places: [x: number, y: number][] } | undefined {
  const pairs = nodes.flatMap(({ x, y }) => (x === undefined || y === undefined ? [] : [[x, y] as [number, number]]));
  return pairs.length === nodes.length ? { places: pairs } : undefined;
}

function frame(
  name: string,
  refId: string,
  fields: readonly FrameField[],
  length: number,
  notices: readonly Notice[],
  custom?: FrameMeta['custom'],
): Frame {
  return {
    name,
    refId,
    meta: {
      preferredVisualisationType: 'nodeGraph',
      ...(custom && { custom }),
      ...(notices.length > 0 && { notices }),
    },
    length,
    fields,
  };
}

function nodeFields(nodes: readonly TopologyNode[]): FrameField[] {
  const healths = nodes.map(shownHealth);
  const place = places(nodes);
  return [
    textColumn(
      'id',
      nodes.map(({ id }) => id),
    ),
    textColumn(
      'title',
      nodes.map(({ name }) => name),
      { displayName: 'Name' },
    ),
    textColumn(
      'subtitle',
      nodes.map(({ kind }) => kind.replaceAll('_', ' ')),
      { displayName: 'Kind' },
    ),
    textColumn('mainstat', healths, { displayName: 'Health' }),
    textColumn('secondarystat', nodes.map(reasonOf), { displayName: 'Reason' }),
    ...HEALTHS.map((health) =>
      numberColumn(
        `arc__${health}`,
        healths.map((each) => Number(each === health)),
        { displayName: health, color: { mode: 'fixed', fixedColor: COLOURS[health] } },
      ),
    ),
    numberColumn(
      'noderadius',
      nodes.map(({ kind }) => RADIUS[kind] ?? DEFAULT_RADIUS),
    ),
    // All or none: the panel refuses a layout in which one node has no place.
    ...(place
      ? [
          numberColumn(
            'fixedX',
            place.map(({ x }) => x),
          ),
          numberColumn(
            'fixedY',
            place.map(({ y }) => y),
          ),
        ]
      : []),
    textColumn(
      'detail__cluster',
      nodes.map(({ cluster }) => cluster),
      { displayName: 'Cluster' },
    ),
    textColumn(
      'detail__kind',
      nodes.map(({ kind }) => kind),
      { displayName: 'Kind' },
    ),
    textColumn(
      'detail__own_health',
      nodes.map(({ health }) => health),
      { displayName: 'Own health' },
    ),
    textColumn(
      'detail__reasons',
      nodes.map(({ reasons }) => reasons.join('; ')),
      { displayName: 'Reasons' },
    ),
    textColumn(
      'detail__impact_from',
      nodes.map(({ impact }) => impact?.from),
      { displayName: 'Reached by' },
    ),
    textColumn(
      'detail__facts',
      nodes.map(({ attributes }) => factsOf(attributes)),
      { displayName: 'Facts' },
    ),
    textColumn(
      'detail__unknown',
      nodes.map(({ unknown = [] }) => unknown.map(({ what }) => what).join(', ')),
      {
        displayName: 'Not known',
      },
    ),
    textColumn(
      'detail__node',
      nodes.map(({ scrapedAs }) => scrapedAs),
      { displayName: 'Scraped as' },
    ),
  ];
}

function edgeFields(edges: readonly TopologyEdge[]): FrameField[] {
  return [
    textColumn(
      'id',
      edges.map(({ source, relation, target }) => `${source} ${relation} ${target}`),
    ),
    textColumn(
      'source',
      edges.map(({ source }) => source),
    ),
    textColumn(
      'target',
      edges.map(({ target }) => target),
    ),
    textColumn(
      'mainstat',
      edges.map(({ relation }) => relation.replaceAll('_', ' ')),
      { displayName: 'Relation' },
    ),
    textColumn(
      'detail__facts',
      edges.map(({ attributes = {} }) => factsOf(attributes)),
      { displayName: 'Facts' },
    ),
  ];
}

function reasonOf({ reasons, impact, hidden }: TopologyNode): string {
  if (reasons.length > 0) return reasons[0];
  if (impact) return `by ${impact.from.split('/').slice(1).join(' ')}`;
  return hidden === undefined ? '' : `${hidden} topics`;
}

const factsOf = (attributes: TopologyNode['attributes']): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
