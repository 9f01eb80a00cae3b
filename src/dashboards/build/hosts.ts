import { linkTo } from './links.ts';
import type { DashboardSource } from './model.ts';
import { chart, gauges, logLines, stat, timeline, words } from './panels.ts';
import { logs, metric, now, onHost } from './queries.ts';
import { agentClusterVariable, agentVariable, datasourceVariable } from './variables.ts';

/** Agents sample every 30 s: a rate needs two samples within its window. */
const SAMPLED = { minStep: '30s' };
const rate = (name: string, ...matchers: string[]) => `rate(${name}${onHost(...matchers)}[$__rate_interval])`;
/** Reports of a calm host come every 300 s, and bring their samples with them: the present value may be that old. */
const latest = (name: string, ...matchers: string[]) => `last_over_time(${name}${onHost(...matchers)}[10m])`;

const CPU = `1 - avg by (instance) (${rate('node_cpu_seconds_total', 'mode="idle"')})`;
const MEMORY = `1 - ${latest('node_memory_MemAvailable_bytes')} / ${latest('node_memory_MemTotal_bytes')}`;
const FILESYSTEM = `1 - ${latest('node_filesystem_avail_bytes')} / ${latest('node_filesystem_size_bytes')}`;
const NETWORK = 'device!="lo"';
const SHARES = [
  [0.8, 'yellow'],
  [0.9, 'red'],
] as const;
const APP = '/a/observatory-pulsar-app';

/** Hosts of agents: what they have left, what runs on them, and whether their reports can be trusted. */
export const hosts: DashboardSource = {
  uid: 'observatory-hosts',
  title: 'Pulsar / Hosts',
  description:
    'Worker hosts as their agents see them: processor, memory, disks, network, processes, services and log lines. Samples are 30 s apart and come with the next report, which a calm host sends every 300 s.',
  tags: ['hosts', 'agents'],
  variables: [datasourceVariable, agentClusterVariable, agentVariable],
  events: ['node_down', 'node_up', 'restart'],
  head: [
    stat({
      title: 'Hosts',
      means: 'Hosts whose agent reported within the last 10 minutes.',
      normal: 'As many as are enrolled.',
      act: 'Fewer: see on the page Services which agent is silent.',
      targets: [now(`count(${latest('node_boot_time_seconds')})`)],
      unit: 'short',
      noValue: 'no agent',
      spark: false,
      links: [{ title: 'Agents', url: `${APP}/services` }],
    }),
    stat({
      title: 'Busiest processor',
      means: 'Share of time in which the processors of the busiest host worked.',
      normal: 'Below 80 %.',
      act: 'Look at which mode and which process it is.',
      targets: [metric(`max(${CPU})`, '', SAMPLED)],
      unit: 'percentunit',
      decimals: 1,
      thresholds: SHARES,
    }),
    stat({
      title: 'Fullest memory',
      means: 'Share of memory that is not available for processes, of the fullest host.',
      normal: 'Below 80 %: what the page cache holds counts as available.',
      act: 'Look at the largest processes; a broker or bookie needs its direct memory beside the heap.',
      targets: [metric(`max(${MEMORY})`)],
      unit: 'percentunit',
      decimals: 1,
      thresholds: SHARES,
      links: [linkTo('observatory-jvm')],
    }),
    stat({
      title: 'Fullest file system',
      means: 'Share of the fullest file system that is used, as a process without privileges sees it.',
      normal: 'Below 85 %: a bookie turns read-only at 95 %.',
      act: 'On a bookie: run its garbage collection, add disks, or shorten the retention.',
      targets: [metric(`max(${FILESYSTEM})`)],
      unit: 'percentunit',
      decimals: 1,
      thresholds: [
        [0.85, 'yellow'],
        [0.95, 'red'],
      ],
      links: [linkTo('observatory-bookie-writes')],
    }),
    stat({
      title: 'Services not running',
      means: 'Services that agents watch and that do not run.',
      normal: '0.',
      act: 'See which below; the page Services starts them.',
      targets: [metric(`sum(1 - ${latest('observatory_service_up')})`)],
      unit: 'short',
      decimals: 0,
      thresholds: [[1, 'red']],
      noValue: 'no service',
      links: [{ title: 'Services', url: `${APP}/services` }],
    }),
    stat({
      title: 'Lines lost in 1 h',
      means: 'Log lines that found no room in the buffer of their agent while its link was down.',
      normal: '0.',
      act: 'Raise buffer_megabytes of the agents, or mend the link.',
      targets: [metric(`sum(increase(observatory_agent_lines_dropped_total${onHost()}[1h]))`)],
      unit: 'short',
      decimals: 0,
      thresholds: [[1, 'orange']],
    }),
  ],
  rows: [
    {
      title: 'Processor and memory',
      panels: [
        chart({
          title: 'Processor by host',
          means: 'Share of time in which the processors of a host worked, all of them together.',
          normal: 'Hosts of one role are alike.',
          act: 'One alone: look at its processes. All: the load grew.',
          targets: [metric(CPU, '{{instance}}', SAMPLED)],
          unit: 'percentunit',
          max: 1,
          thresholds: [[0.9, 'red']],
        }),
        chart({
          title: 'Processor by mode',
          means: 'Processors at work in each mode, added over the chosen hosts; 1 is one processor.',
          normal: 'Mostly user.',
          act: 'Much iowait: the disks. Much softirq: the network. Steal: the hypervisor gives less than it promised.',
          targets: [metric(`sum by (mode) (${rate('node_cpu_seconds_total', 'mode!="idle"')})`, '{{mode}}', SAMPLED)],
          unit: 'short',
          stacked: true,
        }),
        chart({
          title: 'Load by processor',
          means: 'Mean number of tasks that run or wait to run (1 minute), by the number of processors.',
          normal: 'Below 1.',
          act: 'Above 1 for long: tasks wait for a processor, or for a disk.',
          targets: [
            metric(
              `node_load1${onHost()} / on (instance) count by (instance) (node_cpu_seconds_total${onHost('mode="idle"')})`,
              '{{instance}}',
              SAMPLED,
            ),
          ],
          unit: 'short',
          thresholds: [[1, 'orange']],
        }),
        chart({
          title: 'Memory by host',
          means: 'Share of memory that is not available for processes.',
          normal: 'Steady.',
          act: 'It only grows: a leak outside of the heap, often direct memory.',
          targets: [metric(MEMORY, '{{instance}}', SAMPLED)],
          unit: 'percentunit',
          max: 1,
          thresholds: [[0.95, 'red']],
        }),
        chart({
          title: 'Memory used and available',
          means:
            'Memory that is used and memory that is available, added over the chosen hosts: together what there is.',
          normal: 'Available memory is more than a fifth: the page cache serves reads of bookies.',
          act: 'Little is available: fewer processes, or a smaller heap or direct memory.',
          targets: [
            metric(
              `sum(node_memory_MemTotal_bytes${onHost()} - node_memory_MemAvailable_bytes${onHost()})`,
              'used',
              SAMPLED,
            ),
            metric(`sum(node_memory_MemAvailable_bytes${onHost()})`, 'available', SAMPLED),
          ],
          unit: 'bytes',
          stacked: true,
        }),
        chart({
          title: 'Swap used',
          means: 'Memory that was put out to disk.',
          normal: '0: a Java process that is swapped stands still in its collections.',
          act: 'Switch swap off, or give the host less to do.',
          targets: [
            metric(
              `node_memory_SwapTotal_bytes${onHost()} - node_memory_SwapFree_bytes${onHost()}`,
              '{{instance}}',
              SAMPLED,
            ),
          ],
          unit: 'bytes',
        }),
      ],
    },
    {
      title: 'Disks and network',
      panels: [
        gauges({
          title: 'File systems',
          means: 'Share of each file system that is used.',
          normal: 'Below 85 %.',
          act: 'A bookie turns read-only at diskUsageThreshold (95 %): make room before.',
          targets: [now(`max by (instance, mountpoint) (${FILESYSTEM})`, '{{instance}} {{mountpoint}}')],
          unit: 'percentunit',
          min: 0,
          max: 1,
          thresholds: [
            [0.85, 'yellow'],
            [0.95, 'red'],
          ],
        }),
        chart({
          title: 'Room left',
          means: 'Bytes that are available on each file system.',
          normal: 'Falls slowly, and rises with garbage collection.',
          act: 'The page Explain forecasts when it is full (query type Forecast).',
          targets: [
            metric(
              `max by (instance, mountpoint) (node_filesystem_avail_bytes${onHost()})`,
              '{{instance}} {{mountpoint}}',
              SAMPLED,
            ),
          ],
          unit: 'bytes',
        }),
        chart({
          title: 'Disks busy',
          means:
            'Share of time in which a disk had something to do. A disk that does many things at once can do more at 100 %.',
          normal: 'Journal disks below 60 %.',
          act: 'Near 100 % with growing times of an access: the disk is the limit.',
          targets: [metric(rate('node_disk_io_time_seconds_total'), '{{instance}} {{device}}', SAMPLED)],
          unit: 'percentunit',
        }),
        chart({
          title: 'Time of an access',
          means: 'Mean time of a read and of a write, with what it waited in the queue of the disk.',
          normal: 'SSDs below 1 ms, rotating disks below 20 ms.',
          act: 'Writes of a journal disk that get slower make every publish slower.',
          targets: [
            metric(
              `${rate('node_disk_read_time_seconds_total')} / (${rate('node_disk_reads_completed_total')} > 0)`,
              '{{instance}} {{device}} read',
              SAMPLED,
            ),
            metric(
              `${rate('node_disk_write_time_seconds_total')} / (${rate('node_disk_writes_completed_total')} > 0)`,
              '{{instance}} {{device}} write',
              SAMPLED,
            ),
          ],
          unit: 's',
          links: [linkTo('observatory-bookie-writes')],
        }),
        chart({
          title: 'Disk throughput',
          means: 'Bytes a second that are read (upwards) and written (downwards).',
          normal: 'Writes follow the load; reads are few while consumers keep up.',
          act: 'Many reads: somebody catches up on old messages.',
          targets: [
            metric(`sum by (instance) (${rate('node_disk_read_bytes_total')})`, '{{instance}} read', SAMPLED),
            metric(`sum by (instance) (${rate('node_disk_written_bytes_total')})`, '{{instance}} written', SAMPLED),
          ],
          unit: 'binBps',
          overrides: [{ of: '/written$/', negative: true }],
        }),
        chart({
          title: 'Network throughput',
          means: 'Bytes a second that are received (upwards) and sent (downwards), without the loopback.',
          normal: 'Follows the load: each message comes once, and goes to bookies and consumers.',
          act: 'Near the speed of the link: spread the load over more hosts.',
          targets: [
            metric(
              `sum by (instance) (${rate('node_network_receive_bytes_total', NETWORK)})`,
              '{{instance}} received',
              SAMPLED,
            ),
            metric(
              `sum by (instance) (${rate('node_network_transmit_bytes_total', NETWORK)})`,
              '{{instance}} sent',
              SAMPLED,
            ),
          ],
          unit: 'binBps',
          overrides: [{ of: '/sent$/', negative: true }],
        }),
        chart({
          title: 'Network errors and drops',
          means: 'Packets a second that were wrong or dropped, in both directions.',
          normal: '0.',
          act: 'Errors: cable, port or driver. Drops: the host does not keep up with what comes.',
          targets: [
            metric(
              `sum by (instance) (${rate('node_network_receive_errs_total', NETWORK)} + ${rate('node_network_transmit_errs_total', NETWORK)})`,
              '{{instance}} errors',
              SAMPLED,
            ),
            metric(
              `sum by (instance) (${rate('node_network_receive_drop_total', NETWORK)} + ${rate('node_network_transmit_drop_total', NETWORK)})`,
              '{{instance}} drops',
              SAMPLED,
            ),
          ],
          unit: 'pps',
        }),
      ],
    },
    {
      title: 'Services and processes',
      panels: [
        timeline({
          title: 'Services',
          means: 'State of each service that an agent watches, as its reports say.',
          normal: 'All run.',
          act: 'A gap is somebody’s restart, or a crash: the logs below and the page Audit tell which.',
          targets: [
            metric(
              `max by (instance, service) (${latest('observatory_service_up')})`,
              '{{instance}} {{service}}',
              SAMPLED,
            ),
          ],
          unit: 'short',
          mappings: words([0, 'not running', 'red'], [1, 'running', 'green']),
          thresholds: [],
        }),
        chart({
          title: 'Memory of the largest processes',
          means:
            'Resident memory by name of the process, added over processes of one name; the largest of each report.',
          normal: 'Brokers and bookies hold the most, and hold it steadily.',
          act: 'Another one takes the memory that page cache and direct memory need: move it away.',
          targets: [
            metric(
              `topk(10, max by (instance, process) (${latest('observatory_agent_process_memory_bytes')}))`,
              '{{instance}} {{process}}',
              SAMPLED,
            ),
          ],
          unit: 'bytes',
          width: 6,
        }),
        chart({
          title: 'Processor of the largest processes',
          means: 'Processors that a process took, added over processes of one name; 1 is one processor.',
          normal: 'Brokers and bookies take the most.',
          act: 'Another one takes them: move it away.',
          targets: [
            metric(
              `topk(10, max by (instance, process) (${latest('observatory_agent_process_cpu_cores')}))`,
              '{{instance}} {{process}}',
              SAMPLED,
            ),
          ],
          unit: 'short',
          width: 6,
        }),
      ],
    },
    {
      title: 'Reporters',
      panels: [
        chart({
          title: 'Interval of reports',
          means: 'Seconds between two reports: 30 while the host moves, up to 300 while it is calm.',
          normal: 'Between 30 and 300 s.',
          act: 'It never gets longer: the host never rests, or somebody set it (set_interval).',
          targets: [metric(latest('observatory_agent_report_interval_seconds'), '{{instance}}', SAMPLED)],
          unit: 's',
          stepped: false,
        }),
        chart({
          title: 'Failed reports',
          means: 'Reports that could not be made, as a share of all within 15 minutes.',
          normal: '0 %.',
          act: 'The log of the agent says why.',
          targets: [
            metric(
              `increase(observatory_agent_failed_reports_total${onHost()}[15m]) / (increase(observatory_agent_sent_reports_total${onHost()}[15m]) > 0)`,
              '{{instance}}',
              SAMPLED,
            ),
          ],
          unit: 'percentunit',
        }),
        chart({
          title: 'Lines lost',
          means: 'Log lines that found no room in the agent’s buffer, since the buffer was made.',
          normal: '0.',
          act: 'A step up: the link was down longer than the buffer lasts. Raise buffer_megabytes.',
          targets: [metric(latest('observatory_agent_lines_dropped_total'), '{{instance}}', SAMPLED)],
          unit: 'short',
          decimals: 0,
        }),
      ],
    },
    {
      title: 'Logs',
      panels: [
        chart({
          title: 'Lines by level',
          means: 'Log lines of the chosen agents in each step, by level.',
          normal: 'Few warnings, no errors.',
          act: 'A burst of errors: read them below, and see what changed on the page Explain.',
          targets: [logs({ show: 'counts' })],
          unit: 'short',
          width: 24,
          height: 6,
          stacked: true,
          bars: true,
        }),
        logLines({
          title: 'Log lines',
          means:
            'The newest lines of the chosen agents, warnings and worse first of all on the page Logs, which follows them live.',
          normal: 'Lines of every service that writes.',
          act: 'None of a host: its agent follows no file (logs.files of its configuration), or is not connected.',
          targets: [logs({ limit: 500 })],
          unit: 'short',
          links: [{ title: 'Follow on the page Logs', url: `${APP}/logs` }],
        }),
      ],
    },
  ],
};
