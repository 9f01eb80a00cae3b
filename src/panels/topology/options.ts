import type { LevelChoice } from '../../views/topology/model/map-state.ts';

export interface TopologyPanelOptions {
  level: LevelChoice;
  labels: boolean;
  edges: boolean;
  toolbar: boolean;
  problems: boolean;
  hide: string;
  /** refId of a query whose values colour the nodes; empty: their health. */
  color: string;
  ring: string;
  size: string;
  width: string;
  /** Places that an editor gave to nodes, by id. */
  positions: Record<string, [x: number, y: number]>;
}

export const DEFAULT_OPTIONS: TopologyPanelOptions = {
  level: 'auto',
  labels: true,
  edges: true,
  toolbar: false,
  problems: false,
  hide: '',
  color: '',
  ring: '',
  size: '',
  width: '',
  positions: {},
};
