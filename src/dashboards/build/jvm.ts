import type { DashboardSource } from './model.ts';
import { chart, gauges, stat } from './panels.ts';
import { metric, onJvm } from './queries.ts';
import { clusterVariable, datasourceVariable, jobVariable, jvmVariable } from './variables.ts';

const NAME = '{{job}} {{instance}}';
const rate = (name: string, ...matchers: string[]) => `rate(${name}${onJvm(...matchers)}[$__rate_interval])`;

/** Direct memory first: that is what kills brokers and bookies. */
export const jvm: DashboardSource = {
  uid: 'observatory-jvm',
  title: 'Pulsar / JVM and garbage collection',
  description:
    'Memory, collections and threads of brokers, bookies, function workers and ZooKeeper. Direct memory comes first: entries live there, and a process that runs out of it dies without much of a trace.',
  tags: ['jvm'],
  variables: [datasourceVariable, clusterVariable, jobVariable, jvmVariable],
  events: ['node_down', 'restart', 'broker_left', 'bookie_left', 'leader_changed'],
  head: [
    stat({
      title: 'Fullest direct',
      means: 'Largest share of the direct memory in use. ZooKeeper does not expose its own.',
      normal: 'Below 80 %.',
      act: 'Compare cache and in-flight limits with MaxDirectMemorySize; look for a reader that drains an old backlog.',
      targets: [metric(`max(jvm_memory_direct_bytes_used${onJvm()} / (jvm_memory_direct_bytes_max${onJvm()} > 0))`)],
      unit: 'percentunit',
      decimals: 0,
      thresholds: [
        [0.8, 'yellow'],
        [0.9, 'red'],
      ],
    }),
    stat({
      title: 'Fullest heap',
      means: 'Largest share of the heap in use right now; it includes what the next collection frees.',
      normal: 'A saw. Its floor counts, not its tip.',
      act: 'A floor that rises over days is a leak: take a heap histogram before you restart.',
      targets: [
        metric(`max(jvm_memory_bytes_used${onJvm('area="heap"')} / (jvm_memory_bytes_max${onJvm('area="heap"')} > 0))`),
      ],
      unit: 'percentunit',
      decimals: 0,
      thresholds: [
        [0.85, 'yellow'],
        [0.95, 'red'],
      ],
    }),
    stat({
      title: 'Most time in GC',
      means: 'Largest share of the time that collections stop a process (concurrent cycles of ZGC are left out).',
      normal: 'Below 2 %.',
      act: 'Above 10 % clients feel it, and the metadata session is in danger.',
      targets: [metric(`max(sum by (job, instance) (${rate('jvm_gc_collection_seconds_sum', 'gc!~".*Cycles"')}))`)],
      unit: 'percentunit',
      decimals: 1,
      thresholds: [
        [0.05, 'yellow'],
        [0.1, 'red'],
      ],
    }),
    stat({
      title: 'Deadlocked threads',
      means: 'Threads that wait for each other for good.',
      normal: '0.',
      act: 'Take a thread dump, then restart the process; report the dump.',
      targets: [metric(`sum(jvm_threads_deadlocked${onJvm()})`)],
      unit: 'short',
      thresholds: [[1, 'red']],
    }),
    stat({
      title: 'Youngest process',
      means: 'Time since the start of the process that was started last.',
      normal: 'Days.',
      act: 'Shorter than you think: somebody restarted it, or it died. See the events.',
      targets: [metric(`min(time() - process_start_time_seconds${onJvm()})`)],
      unit: 's',
      spark: false,
    }),
    stat({
      title: 'Errors logged',
      means: 'Lines of level error and fatal that the chosen processes logged within five minutes.',
      normal: '0.',
      act: 'Read the log of the process; the chart below says which one.',
      targets: [metric(`sum(increase(log4j2_appender_total${onJvm('level=~"error|fatal"')}[5m]))`)],
      unit: 'short',
      decimals: 0,
      thresholds: [[1, 'orange']],
    }),
  ],
  rows: [
    {
      title: 'Memory',
      panels: [
        gauges({
          title: 'Direct memory',
          means: 'Share of MaxDirectMemorySize in use.',
          normal: 'Below 80 %.',
          act: 'See the first number above.',
          targets: [
            metric(`jvm_memory_direct_bytes_used${onJvm()} / (jvm_memory_direct_bytes_max${onJvm()} > 0)`, NAME),
          ],
          unit: 'percentunit',
          min: 0,
          max: 1,
          decimals: 0,
          thresholds: [
            [0.8, 'yellow'],
            [0.9, 'red'],
          ],
        }),
        chart({
          title: 'Direct memory over time',
          means: 'Bytes of direct memory in use.',
          normal: 'Flat under steady load.',
          act: 'Stairs that never go down: a leak of buffers.',
          targets: [metric(`jvm_memory_direct_bytes_used${onJvm()}`, NAME)],
          unit: 'bytes',
        }),
        chart({
          title: 'Heap over time',
          means: 'Bytes of heap in use.',
          normal: 'A saw with a flat floor.',
          act: 'A rising floor: count topics, producers and consumers of the process, then look for a leak.',
          targets: [metric(`jvm_memory_bytes_used${onJvm('area="heap"')}`, NAME)],
          unit: 'bytes',
        }),
        chart({
          title: 'Old generation',
          means: 'Bytes in the pools that only a large collection frees (old, tenured, ZGC’s own).',
          normal: 'Falls with each mixed or full collection.',
          act: 'It does not fall any more: the process will run into its limit.',
          targets: [
            metric(
              `sum by (job, instance) (jvm_memory_pool_bytes_used${onJvm('pool=~".*(Old Gen|Tenured).*|ZHeap|ZGC.*"')})`,
              NAME,
            ),
          ],
          unit: 'bytes',
        }),
        chart({
          title: 'Allocation',
          means: 'Bytes a second that the process allocates on its heap.',
          normal: 'Follows the load.',
          act: 'Far above the load: somebody asks for metrics or stats of many topics.',
          targets: [metric(`sum by (job, instance) (${rate('jvm_memory_pool_allocated_bytes_total')})`, NAME)],
          unit: 'binBps',
        }),
        chart({
          title: 'Resident memory',
          means: 'Memory of the process as the system sees it: heap, direct memory, stacks, native.',
          normal: 'A little above heap plus direct memory.',
          act: 'It grows past them: native memory, often RocksDB on bookies.',
          targets: [metric(`process_resident_memory_bytes${onJvm()}`, NAME)],
          unit: 'bytes',
        }),
      ],
    },
    {
      title: 'Garbage collection',
      panels: [
        chart({
          title: 'Time in GC',
          means:
            'Share of the time that collections stop the process, by collector. Collectors named Cycles work beside it and are left out.',
          normal: 'Below 2 %.',
          act: 'The old generation’s collector at all: the heap is too small, or leaks.',
          targets: [
            metric(`sum by (job, instance) (${rate('jvm_gc_collection_seconds_sum', 'gc!~".*Cycles"')})`, NAME),
          ],
          unit: 'percentunit',
          thresholds: [[0.1, 'red']],
        }),
        chart({
          title: 'Mean pause',
          means: 'Mean length of a collection, by collector. No line when there was none.',
          normal: 'G1 young below 50 ms; ZGC below 1 ms.',
          act: 'Seconds: a full collection. Sessions end after 30 s.',
          targets: [
            metric(
              `sum by (instance, gc) (${rate('jvm_gc_collection_seconds_sum', 'gc!~".*Cycles"')}) / (sum by (instance, gc) (${rate('jvm_gc_collection_seconds_count', 'gc!~".*Cycles"')}) > 0)`,
              '{{instance}} {{gc}}',
            ),
          ],
          unit: 's',
        }),
        chart({
          title: 'Collections',
          means: 'Collections a second, by process.',
          normal: 'One in some seconds.',
          act: 'Many: the young generation is small for what is allocated.',
          targets: [metric(`sum by (job, instance) (${rate('jvm_gc_collection_seconds_count')})`, NAME)],
          unit: 'cps',
          decimals: 2,
        }),
      ],
    },
    {
      title: 'Threads, files, log',
      panels: [
        chart({
          title: 'CPU',
          means: 'Processor cores that the process uses.',
          normal: 'Well below its share of the host.',
          act: 'High without traffic: collections, compaction (bookies), or somebody who polls.',
          targets: [metric(rate('process_cpu_seconds_total'), NAME)],
          unit: 'short',
          decimals: 2,
        }),
        chart({
          title: 'Threads',
          means: 'Live threads by process.',
          normal: 'Flat after the start.',
          act: 'It rises: something makes threads and forgets them.',
          targets: [metric(`jvm_threads_current${onJvm()}`, NAME)],
          unit: 'short',
        }),
        chart({
          title: 'Blocked threads',
          means: 'Threads that wait for a lock.',
          normal: 'Near 0.',
          act: 'Several over minutes: take a thread dump and look for the owner of the lock.',
          targets: [metric(`sum by (job, instance) (jvm_threads_state${onJvm('state="BLOCKED"')})`, NAME)],
          unit: 'short',
        }),
        chart({
          title: 'Open files',
          means: 'Share of the limit of open files (connections among them) in use.',
          normal: 'Below 50 %.',
          act: 'At the limit new connections and ledgers fail: raise it (ulimit -n), find who opens so many.',
          targets: [metric(`process_open_fds${onJvm()} / (process_max_fds${onJvm()} > 0)`, NAME)],
          unit: 'percentunit',
          thresholds: [[0.8, 'red']],
        }),
        chart({
          title: 'Warnings and errors logged',
          means: 'Lines a second of level warn, error and fatal.',
          normal: 'Few warnings, no errors.',
          act: 'Read the log of the process at the moment the line rises.',
          targets: [
            metric(
              `sum by (job, instance, level) (${rate('log4j2_appender_total', 'level=~"warn|error|fatal"')})`,
              '{{instance}} {{level}}',
            ),
          ],
          unit: 'cps',
        }),
        chart({
          title: 'Uptime',
          means: 'Time since the start of each process.',
          normal: 'Straight lines upwards.',
          act: 'A line that falls to 0: a restart.',
          targets: [metric(`time() - process_start_time_seconds${onJvm()}`, NAME)],
          unit: 's',
        }),
      ],
    },
  ],
};
