import type { AgentReport, MetricPoint } from '@observatory/protocol/agents';
import { Labels } from '../model/labels.ts';
import type { Appender, SeriesRef } from '../storage.ts';
import { ObservatoryError } from '../util/errors.ts';

/** What an agent may write. It says nothing of other jobs: whoever holds its key cannot forge a broker's series. */
const ALLOWED = /^(node_|observatory_service_|observatory_agent_|namedprocess_)/;
const RESERVED = new Set(['job', 'instance', 'cluster', '__name__']);

const METADATA: readonly [name: string, type: 'gauge' | 'counter', help: string, unit: string][] = [
  ['node_cpu_seconds_total', 'counter', 'Seconds the CPUs spent in each mode.', 'seconds'],
  ['node_load1', 'gauge', '1m load average.', ''],
  ['node_memory_MemTotal_bytes', 'gauge', 'Memory in all.', 'bytes'],
  ['node_memory_MemAvailable_bytes', 'gauge', 'Memory that programs can have without swapping.', 'bytes'],
  ['node_filesystem_avail_bytes', 'gauge', 'Space that is left to users.', 'bytes'],
  ['node_filesystem_size_bytes', 'gauge', 'Size of the file system.', 'bytes'],
  ['node_network_receive_bytes_total', 'counter', 'Bytes received.', 'bytes'],
  ['node_network_transmit_bytes_total', 'counter', 'Bytes sent.', 'bytes'],
  ['node_disk_io_time_seconds_total', 'counter', 'Seconds in which the disk was busy.', 'seconds'],
  ['observatory_agent_processes', 'gauge', 'Processes on the host.', ''],
  [
    'observatory_agent_process_memory_bytes',
    'gauge',
    'Resident memory of the largest processes, added by name.',
    'bytes',
  ],
  ['observatory_agent_process_cpu_cores', 'gauge', 'Processors that the largest processes take, added by name.', ''],
  ['observatory_service_up', 'gauge', '1 while the service runs.', ''],
  ['observatory_agent_info', 'gauge', 'Constant 1: the Pulsar node that runs on the host of the agent.', ''],
];

interface AgentColumns {
  refs: Map<string, SeriesRef>;
  last: Uint32Array;
  layoutId: number;
  layoutVersion: number;
}

export interface IngestStats {
  appended: number;
  refused: number;
}

/** Samples of agents as series: `job="agent"`, `instance` the agent, `cluster` as it is configured. */
export class ReportIngest {
  private readonly appender: Appender;
  private readonly agents = new Map<string, AgentColumns>();
  readonly stats: IngestStats = { appended: 0, refused: 0 };

  constructor(appender: Appender) {
    this.appender = appender;
    for (const [name, type, help, unit] of METADATA) appender.setMetadata(name, { type, help, unit });
  }

  report(agent: string, cluster: string, report: AgentReport): void {
    for (const { summary, points } of report.samples) this.append(agent, cluster, summary.timeMs, points);
  }

  /** Points of one time. A sample that was there already (sent again after a crash) is refused by the store, and that is all. */
  append(agent: string, cluster: string, timestampMs: number, points: readonly MetricPoint[]): void {
    const columns = this.columnsOf(agent);
    const refs = new Uint32Array(points.length);
    const values = new Float64Array(points.length);
    let length = 0;
    for (const point of points) {
      const ref = this.refOf(columns, agent, cluster, point);
      if (ref === undefined) {
        this.stats.refused++;
        continue;
      }
      refs[length] = ref;
      values[length++] = point[2];
    }
    const used = refs.subarray(0, length);
    if (!sameRefs(used, columns.last)) {
      columns.last = used;
      columns.layoutVersion++;
    }
    const { layoutId, layoutVersion } = columns;
    const { appended } = this.appender.appendBatch({
      timestampMs: Math.trunc(timestampMs),
      length,
      refs: used,
      values: values.subarray(0, length),
      layoutId,
      layoutVersion,
    });
    this.stats.appended += appended;
    this.stats.refused += length - appended;
  }

  /** The agent is gone: its series end here instead of at the lookback's end. */
  end(agent: string, timestampMs: number): void {
    for (const ref of this.agents.get(agent)?.refs.values() ?? [])
      if (this.appender.isLive(ref)) this.appender.appendStale(ref, timestampMs);
    this.agents.delete(agent);
  }

  private columnsOf(agent: string): AgentColumns {
    let columns = this.agents.get(agent);
    if (!columns) {
      columns = { refs: new Map(), last: new Uint32Array(0), layoutId: this.appender.newLayoutId(), layoutVersion: 0 };
      this.agents.set(agent, columns);
    }
    return columns;
  }

  private refOf(
    columns: AgentColumns,
    agent: string,
    cluster: string,
    [name, labels]: MetricPoint,
  ): SeriesRef | undefined {
    const key = `${name}\u0000${Object.entries(labels).flat().join('\u0000')}\u0000${cluster}`;
    const known = columns.refs.get(key);
    if (known !== undefined && this.appender.isLive(known)) return known;
    if (name !== 'up' && !ALLOWED.test(name)) return undefined;
    const own = Object.entries(labels).filter(([label]) => !RESERVED.has(label) && !label.startsWith('__'));
    try {
      const ref = this.appender.seriesRef(
        Labels.fromPairs([...own, ['__name__', name], ['job', 'agent'], ['instance', agent], ['cluster', cluster]]),
      );
      columns.refs.set(key, ref);
      return ref;
    } catch (error) {
      if (error instanceof ObservatoryError) return undefined;
      throw error;
    }
  }
}

function sameRefs(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((ref, index) => ref === b[index]);
}
