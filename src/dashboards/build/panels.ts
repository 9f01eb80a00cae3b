import { HEADINGS } from './headings.ts';
import type { Link, Panel, Step, Target } from './model.ts';
import { lettered } from './queries.ts';

/** What every panel must say: how to read it, what is normal, and what to do when it is not. */
export interface Words {
  title: string;
  /** What it shows, and how it was computed where that is not plain. */
  means: string;
  normal: string;
  /** The next look or the next step. */
  act: string;
  /** The source renews it only once a minute: drawn in steps, and said so. */
  stepped?: boolean;
}

export interface PanelOptions extends Words {
  targets: Target[];
  unit: string;
  width?: number;
  height?: number;
  min?: number;
  max?: number;
  decimals?: number;
  /** Upwards: the colour that begins at each value; green before. */
  thresholds?: readonly (readonly [value: number, color: string])[];
  links?: Link[];
  /** Links of each value, with the labels of its series. */
  dataLinks?: Link[];
  /** Fields of their own unit, axis or colour: by name or regex of the legend. */
  overrides?: Override[];
  interval?: string;
}

export interface Override {
  /** `/regex/` or the exact name of the field. */
  of: string;
  unit?: string;
  color?: string;
  /** Drawn as a dashed line without fill: a limit, not a measurement. */
  isLimit?: boolean;
  /** On an axis of its own on the right. */
  right?: boolean;
  /** Below zero, as a mirror image. */
  negative?: boolean;
  properties?: { id: string; value: unknown }[];
}

const STEPPED = 'The source renews it once in 60 s: it is drawn in steps, and a shorter change may be missing or late.';

function describe({ means, normal, act, stepped }: Words): string {
  return [`${means}${stepped ? `\n\n_${STEPPED}_` : ''}`, `**Normal:** ${normal}`, `**If not:** ${act}`].join('\n\n');
}

export function steps(thresholds: readonly (readonly [number, string])[] = [], base = 'green'): Step[] {
  return [{ value: null, color: base }, ...thresholds.map(([value, color]) => ({ value, color }))];
}

function overridesOf(overrides: readonly Override[] = []): Panel['fieldConfig']['overrides'] {
  return overrides.map(({ of, unit, color, isLimit, right, negative, properties = [] }) => ({
    matcher: of.startsWith('/') ? { id: 'byRegexp', options: of } : { id: 'byName', options: of },
    properties: [
      ...(unit ? [{ id: 'unit', value: unit }] : []),
      ...(color ? [{ id: 'color', value: { mode: 'fixed', fixedColor: color } }] : []),
      ...(isLimit
        ? [
            { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } },
            { id: 'custom.fillOpacity', value: 0 },
            { id: 'custom.lineWidth', value: 1 },
          ]
        : []),
      ...(right ? [{ id: 'custom.axisPlacement', value: 'right' }] : []),
      ...(negative ? [{ id: 'custom.transform', value: 'negative-Y' }] : []),
      ...properties,
    ],
  }));
}

function base(type: string, options: PanelOptions, height: number, width: number): Panel {
  const { title, targets, unit, min, max, decimals, links, dataLinks, interval } = options;
  return {
    type,
    title,
    description: describe(options),
    targets: lettered(targets),
    fieldConfig: {
      defaults: {
        unit,
        ...(min !== undefined && { min }),
        ...(max !== undefined && { max }),
        ...(decimals !== undefined && { decimals }),
        ...(dataLinks && { links: dataLinks }),
        mappings: [],
        thresholds: { mode: 'absolute', steps: steps(options.thresholds) },
        color: { mode: 'palette-classic' },
        custom: {},
      },
      // The datasource names a unit where metadata knows one, and Grafana prefers that to a panel's default.
      overrides: [
        ...(type === 'table' || type === 'nodeGraph'
          ? []
          : [{ matcher: { id: 'byType', options: 'number' }, properties: [{ id: 'unit', value: unit }] }]),
        ...overridesOf(options.overrides),
      ],
    },
    options: {},
    ...(links && { links }),
    ...(interval && { interval }),
    width: options.width ?? width,
    height: options.height ?? height,
  };
}

/** Top of the axis while all values are 0 or nearly so; Grafana would take 100. */
const SOFT_MAX: Readonly<Record<string, number>> = {
  percentunit: 0.05,
  percent: 5,
  s: 0.01,
  bytes: 1024,
  binBps: 1024,
};

export interface ChartOptions extends PanelOptions {
  /** Series on top of each other: only for parts of a sum. */
  stacked?: boolean;
  /** `table` shows last and largest values; the default. `list` for few series. `hidden` for one. */
  legend?: 'table' | 'list' | 'hidden';
  /** Threshold lines instead of coloured areas. Default when there are thresholds. */
  logScale?: boolean;
  fill?: number;
  bars?: boolean;
}

/** A chart over time. Its y axis begins at 0 unless `min` says otherwise. */
export function chart(options: ChartOptions): Panel {
  const { stacked = false, legend = 'list', thresholds = [], logScale, stepped, bars } = options;
  const hasNegative = options.overrides?.some(({ negative }) => negative) ?? false;
  const panel = base('timeseries', { min: logScale || hasNegative ? undefined : 0, ...options }, 8, 8);
  panel.fieldConfig.defaults.custom = {
    drawStyle: bars ? 'bars' : 'line',
    lineInterpolation: stepped ? 'stepAfter' : 'linear',
    lineWidth: bars ? 0 : 1,
    fillOpacity: options.fill ?? (bars ? 80 : stacked ? 30 : 0),
    gradientMode: 'none',
    showPoints: 'never',
    pointSize: 4,
    spanNulls: false,
    axisPlacement: 'auto',
    axisSoftMin: 0,
    ...(!hasNegative && { axisSoftMax: SOFT_MAX[options.unit] ?? 1 }),
    scaleDistribution: logScale ? { type: 'log', log: 10 } : { type: 'linear' },
    stacking: { mode: stacked ? 'normal' : 'none', group: 'A' },
    thresholdsStyle: { mode: thresholds.length > 0 ? 'dashed' : 'off' },
    hideFrom: { legend: false, tooltip: false, viz: false },
  };
  panel.options = {
    legend:
      legend === 'table'
        ? {
            displayMode: 'table',
            placement: 'right',
            showLegend: true,
            calcs: ['lastNotNull', 'max'],
            sortBy: 'Max',
            sortDesc: true,
          }
        : { displayMode: 'list', placement: 'bottom', showLegend: legend !== 'hidden', calcs: [] },
    tooltip: { mode: 'multi', sort: 'desc', hideZeros: false },
  };
  return panel;
}

export interface StatOptions extends PanelOptions {
  /** Colour of the number below the first threshold. */
  baseColor?: string;
  /** What is written when nothing is exposed. */
  noValue?: string;
  /** Words for values. */
  mappings?: unknown[];
  /** A small line of the last hour behind the number. */
  spark?: boolean;
  reduce?: 'lastNotNull' | 'max' | 'count';
  /** `/regex/` of the field that is reduced; all numbers by default. */
  field?: string;
}

/** One number a series, coloured by thresholds. */
export function stat(options: StatOptions): Panel {
  const {
    thresholds = [],
    baseColor = 'green',
    noValue,
    mappings = [],
    spark = true,
    reduce = 'lastNotNull',
    field = '',
  } = options;
  // A click on the number; an icon in the heading would leave no room for the title.
  const panel = base('stat', { ...options, links: undefined, dataLinks: options.links }, 4, 4);
  Object.assign(panel.fieldConfig.defaults, {
    color: { mode: 'thresholds' },
    thresholds: { mode: 'absolute', steps: steps(thresholds, baseColor) },
    mappings,
    ...(noValue !== undefined && { noValue }),
  });
  panel.options = {
    reduceOptions: { calcs: [reduce], fields: field, values: false },
    colorMode: 'value',
    graphMode: spark ? 'area' : 'none',
    justifyMode: 'auto',
    orientation: 'auto',
    textMode: 'auto',
    wideLayout: true,
    showPercentChange: false,
    percentChangeColorMode: 'standard',
  };
  return panel;
}

/** A bar a series, with the thresholds as its colours: shares of a limit. */
export function gauges(options: PanelOptions): Panel {
  const panel = base('bargauge', options, 8, 8);
  Object.assign(panel.fieldConfig.defaults, { color: { mode: 'thresholds' } });
  panel.options = {
    reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    displayMode: 'basic',
    orientation: 'horizontal',
    valueMode: 'color',
    namePlacement: 'left',
    showUnfilled: true,
    sizing: 'manual',
    minVizWidth: 8,
    minVizHeight: 10,
    maxVizHeight: 18,
    legend: { showLegend: false, displayMode: 'list', placement: 'bottom', calcs: [] },
  };
  return panel;
}

export interface TimelineOptions extends PanelOptions {
  /** Words and colours of the values. */
  mappings: unknown[];
}

/** A lane a series: how long it was in which state. */
export function timeline(options: TimelineOptions): Panel {
  const panel = base('state-timeline', options, 8, 12);
  Object.assign(panel.fieldConfig.defaults, {
    mappings: options.mappings,
    color: { mode: 'thresholds' },
    custom: { fillOpacity: 75, lineWidth: 0, spanNulls: false, insertNulls: false },
  });
  panel.options = {
    mergeValues: true,
    showValue: 'never',
    alignValue: 'left',
    rowHeight: 0.85,
    legend: { displayMode: 'list', placement: 'bottom', showLegend: false },
    tooltip: { mode: 'single', sort: 'none', hideZeros: false },
  };
  return panel;
}

/** Counts in buckets over time. */
export function heatmap(options: PanelOptions): Panel {
  const panel = base('heatmap', options, 8, 12);
  panel.fieldConfig.defaults.custom = {
    scaleDistribution: { type: 'linear' },
    hideFrom: { legend: false, tooltip: false, viz: false },
  };
  panel.options = {
    calculate: false,
    cellGap: 1,
    cellValues: { unit: 'cps' },
    color: {
      mode: 'scheme',
      scheme: 'Oranges',
      fill: 'dark-orange',
      scale: 'exponential',
      exponent: 0.5,
      steps: 64,
      reverse: false,
    },
    exemplars: { color: 'rgba(255,0,255,0.7)' },
    filterValues: { le: 1e-9 },
    legend: { show: true },
    rowsFrame: { layout: 'auto' },
    tooltip: { mode: 'single', yHistogram: true, showColorScale: false },
    yAxis: { axisPlacement: 'left', reverse: false, unit: options.unit },
  };
  return panel;
}

export interface TableOptions extends PanelOptions {
  /** Columns by the name of their field, in order; all others are hidden. */
  columns: readonly (string | TableColumn)[];
  sortBy?: string;
}
export interface TableColumn {
  name: string;
  title?: string;
  width?: number;
  links?: Link[];
  /** `color`: the text by its thresholds or words. `gauge`: a bar from min to max. */
  cell?: 'color' | 'gauge' | 'background';
  thresholds?: readonly (readonly [number, string])[];
  unit?: string;
  decimals?: number;
  wrap?: boolean;
}

const CELLS = {
  color: { type: 'color-text' },
  gauge: { type: 'gauge', mode: 'basic', valueDisplayMode: 'text' },
  background: { type: 'color-background', mode: 'basic' },
} as const;

/** Rows of one of the datasource's tables. */
export function table(options: TableOptions): Panel {
  const panel = base('table', options, 9, 24);
  const columns = options.columns.map((column): TableColumn =>
    typeof column === 'string' ? { name: column } : column,
  );
  panel.fieldConfig.defaults.custom = {
    align: 'auto',
    cellOptions: { type: 'auto' },
    inspect: false,
    filterable: true,
  };
  panel.fieldConfig.overrides.push(
    ...columns.map(({ name, title, width, links, cell, thresholds, unit, decimals, wrap }) => ({
      matcher: { id: 'byName', options: name },
      properties: [
        ...(title ? [{ id: 'displayName', value: title }] : []),
        ...(width ? [{ id: 'custom.width', value: width }] : []),
        ...(links ? [{ id: 'links', value: links }] : []),
        ...(cell ? [{ id: 'custom.cellOptions', value: CELLS[cell] }] : []),
        ...(wrap ? [{ id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } }] : []),
        ...(thresholds ? [{ id: 'thresholds', value: { mode: 'absolute', steps: steps(thresholds) } }] : []),
        ...(thresholds ? [{ id: 'color', value: { mode: 'thresholds' } }] : []),
        ...(unit ? [{ id: 'unit', value: unit }] : []),
        ...(decimals !== undefined ? [{ id: 'decimals', value: decimals }] : []),
      ],
    })),
  );
  panel.transformations = [
    {
      id: 'organize',
      options: {
        includeByName: Object.fromEntries(columns.map(({ name }) => [name, true])),
        indexByName: Object.fromEntries(columns.map(({ name }, i) => [HEADINGS[name] ?? name, i])),
        excludeByName: {},
        renameByName: {},
      },
    },
  ];
  panel.options = {
    showHeader: true,
    cellHeight: 'sm',
    ...(options.sortBy && { sortBy: [{ displayName: options.sortBy, desc: true }] }),
  };
  return panel;
}

/** With a word for an answer without rows: that is a reading, too. */
export function orElse(panel: Panel, noValue: string): Panel {
  const { fieldConfig } = panel;
  return { ...panel, fieldConfig: { ...fieldConfig, defaults: { ...fieldConfig.defaults, noValue } } };
}

/** Nodes and edges of the topology. */
export function graph(options: PanelOptions): Panel {
  const panel = base('nodeGraph', options, 17, 24);
  panel.options = { nodes: {}, edges: {}, zoomMode: 'cooperative', layoutAlgorithm: 'layered' };
  return panel;
}

/** Log lines, the newest first. */
export function logLines(options: PanelOptions): Panel {
  const panel = base('logs', options, 12, 24);
  panel.options = {
    showTime: true,
    showLabels: false,
    showCommonLabels: false,
    wrapLogMessage: true,
    prettifyLogMessage: false,
    enableLogDetails: true,
    dedupStrategy: 'none',
    sortOrder: 'Descending',
  };
  return panel;
}

/** Words for values of a state: `[value, text, colour]`. */
export function words(...states: readonly [value: number, text: string, color: string][]): unknown[] {
  return [
    {
      type: 'value',
      options: Object.fromEntries(states.map(([value, text, color], index) => [String(value), { text, color, index }])),
    },
  ];
}
