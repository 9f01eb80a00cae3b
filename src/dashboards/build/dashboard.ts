import { DATASOURCE, SCHEMA_VERSION, type DashboardSource, type Panel } from './model.ts';
import { panelId } from './panel-id.ts';
import { dashboardLinks } from './links.ts';

const COLUMNS = 24;

/** Grafana's JSON of a dashboard: places for the panels, links to the other dashboards, events as annotations. */
export function buildDashboard(source: DashboardSource): Record<string, unknown> {
  const { uid, title, description, tags, variables, events = [], from = 'now-1h', refresh = '30s' } = source;
  return {
    id: null,
    uid,
    title,
    description,
    tags: ['pulsar', 'observatory', ...tags],
    schemaVersion: SCHEMA_VERSION,
    version: 1,
    revision: 1,
    editable: true,
    graphTooltip: 1,
    fiscalYearStartMonth: 0,
    liveNow: false,
    preload: false,
    refresh,
    time: { from, to: 'now' },
    timepicker: {},
    timezone: 'browser',
    weekStart: '',
    annotations: {
      list: [builtInAnnotations(), ...(events.length > 0 ? [eventAnnotations(events)] : []), runAnnotations()],
    },
    templating: { list: variables },
    links: dashboardLinks(uid),
    panels: placed(source),
  };
}

function placed({ head = [], rows }: DashboardSource): Record<string, unknown>[] {
  const panels: Record<string, unknown>[] = [];
  let y = 0;
  const place = (row: readonly Panel[]): Record<string, unknown>[] => {
    let x = 0;
    let lineHeight = 0;
    return row.map(({ width, height, ...panel }) => {
      if (x + width > COLUMNS) {
        y += lineHeight;
        x = 0;
        lineHeight = 0;
      }
      const gridPos = { h: height, w: width, x, y };
      x += width;
      lineHeight = Math.max(lineHeight, height);
      return { id: panelId(panel.title), gridPos, datasource: DATASOURCE, ...panel };
    });
  };
  const bottom = () => Math.max(0, ...panels.flatMap(boxesOf));
  panels.push(...place(head));
  for (const { title, collapsed = false, panels: inner } of rows) {
    y = bottom();
    const row = { id: panelId(`row ${title}`), type: 'row', title, collapsed, gridPos: { h: 1, w: COLUMNS, x: 0, y } };
    y += 1;
    const within = place(inner);
    // What is in a collapsed row belongs to it, and takes no place.
    if (collapsed) panels.push({ ...row, panels: within });
    else panels.push({ ...row, panels: [] }, ...within);
  }
  return panels;
}

function boxesOf(panel: Record<string, unknown>): number[] {
  const { y, h } = panel.gridPos as { y: number; h: number };
  return [y + h];
}

function builtInAnnotations(): Record<string, unknown> {
  return {
    builtIn: 1,
    datasource: { type: 'grafana', uid: '-- Grafana --' },
    enable: true,
    hide: true,
    iconColor: 'rgba(0, 211, 255, 1)',
    name: 'Annotations & Alerts',
    type: 'dashboard',
  };
}

/** Grafana finds a field by its heading. */
const mappings = (headings: { timeEnd: string; title: string }) =>
  Object.fromEntries(
    Object.entries({ ...headings, text: 'Text', tags: 'Tags' }).map(([key, value]) => [
      key,
      { source: 'field', value },
    ]),
  );

function eventAnnotations(types: readonly string[]): Record<string, unknown> {
  return {
    name: 'Cluster events',
    enable: true,
    hide: false,
    iconColor: 'orange',
    datasource: DATASOURCE,
    mappings: mappings({ timeEnd: 'Until', title: 'What' }),
    target: {
      refId: 'Anno',
      queryType: 'events',
      version: 1,
      clusters: ['$cluster'],
      types,
      severity: '',
      node: '',
      limit: 200,
    },
  };
}

/** Benchmark runs, as spans over every chart: what was measured while somebody measured. */
function runAnnotations(): Record<string, unknown> {
  return {
    name: 'Benchmark runs',
    enable: true,
    hide: false,
    iconColor: 'purple',
    datasource: DATASOURCE,
    mappings: mappings({ timeEnd: 'Ended', title: 'Run' }),
    target: { refId: 'Runs', queryType: 'runs', version: 1, clusters: [], format: 'annotations', limit: 50 },
  };
}
