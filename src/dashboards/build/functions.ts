import { linkTo } from './links.ts';
import type { DashboardSource } from './model.ts';
import { chart, stat } from './panels.ts';
import { inCluster, metric } from './queries.ts';
import { clusterVariable, datasourceVariable, functionVariable } from './variables.ts';

const ofFunction = (...matchers: string[]) => inCluster('fqfn=~"$function"', ...matchers);
/** Functions, sources and sinks have families of their own. */
const anyOf = (suffix: string, ...matchers: string[]) =>
  `{__name__=~"pulsar_(function|source|sink)_${suffix}",${ofFunction(...matchers).slice(1)}`;
const rate = (suffix: string) => `sum by (fqfn) (rate(${anyOf(suffix)}[$__rate_interval]))`;
const worker = (name: string, ...matchers: string[]) => `pulsar_function_worker_${name}${inCluster(...matchers)}`;

/** Are all instances running, what do they get done, and what do the workers do with them. */
export const functions: DashboardSource = {
  uid: 'observatory-functions',
  title: 'Pulsar / Function workers',
  description:
    'Whether all instances of functions, sources and sinks run, what they process, where they throw, and what the workers do.',
  tags: ['functions'],
  variables: [datasourceVariable, clusterVariable, functionVariable],
  events: ['worker_joined', 'worker_left', 'node_down', 'restart', 'leader_changed'],
  head: [
    stat({
      title: 'Missing instances',
      means: 'Instances that should run, less those that do.',
      normal: '0.',
      act: 'Ask the status of the functions whose numInstances and numRunning differ. After a worker came back a rebalance may be needed.',
      targets: [
        metric(
          `sum(max by (cluster) (${worker('total_expected_instance_count')}) - sum by (cluster) (${worker('instance_count')}))`,
        ),
      ],
      unit: 'short',
      thresholds: [[1, 'red']],
    }),
    stat({
      title: 'Leaders',
      means: 'Function workers that call themselves leader. Only the leader exposes it.',
      normal: '1 a cluster.',
      act: 'None: nothing is scheduled. Two: functions may run twice. Ask /admin/v2/worker/cluster/leader on each worker.',
      targets: [metric(`sum(${worker('is_leader')})`)],
      unit: 'short',
      thresholds: [[1, 'green']],
      baseColor: 'red',
      noValue: 'none',
    }),
    stat({
      title: 'Functions known',
      means: 'Functions, sources and sinks that the leader knows.',
      normal: 'Steady.',
      act: 'A change that nobody made: look who calls the functions API.',
      targets: [metric(`max(${worker('total_function_count')})`)],
      unit: 'short',
    }),
    stat({
      title: 'Received',
      means: 'Messages a second that all of them take.',
      normal: 'As their input topics.',
      act: 'Less than comes in: look at the backlog of their subscriptions.',
      targets: [metric(`sum(${rate('received_total')})`)],
      unit: 'mps',
      links: [linkTo('observatory-topics')],
    }),
    stat({
      title: 'User exceptions',
      means: 'Exceptions a second thrown by the code of functions.',
      normal: '0.',
      act: 'The status of the function holds the newest texts (latestUserExceptions).',
      targets: [metric(`sum(rate(pulsar_function_user_exceptions_total${ofFunction()}[$__rate_interval]))`)],
      unit: 'cps',
      thresholds: [[0.001, 'red']],
    }),
    stat({
      title: 'Longest silence',
      means: 'Time since the function, source or sink that was invoked longest ago.',
      normal: 'Short while there is input; a function without input is silent, too.',
      act: 'With a backlog of its subscription it hangs: restart the instance.',
      targets: [metric(`max(time() - max by (fqfn) (${anyOf('last_invocation')} > 0) / 1000)`)],
      unit: 's',
      links: [linkTo('observatory-topics')],
    }),
  ],
  rows: [
    {
      title: 'Functions, sources and sinks',
      panels: [
        chart({
          title: 'Received by function',
          means:
            'Messages a second that each takes, over its instances. The instances of one process share their counters.',
          normal: 'As the input topic.',
          act: 'It falls to 0 with input waiting: it hangs, or is not running.',
          targets: [metric(rate('received_total'), '{{fqfn}}')],
          unit: 'mps',
        }),
        chart({
          title: 'Processed and written',
          means: 'Messages a second that functions processed successfully, and that sources wrote.',
          normal: 'As received.',
          act: 'Less than received: exceptions, or results that cannot be published.',
          targets: [metric(rate('(processed_successfully|written)_total'), '{{fqfn}}')],
          unit: 'mps',
        }),
        chart({
          title: 'Exceptions',
          means: 'Exceptions a second: of the function’s code, of a source or sink, and of the system around them.',
          normal: '0.',
          act: 'Of the code: read its status. Of the system: read the worker’s log.',
          targets: [
            metric(
              `sum by (fqfn) (rate(pulsar_function_user_exceptions_total${ofFunction()}[$__rate_interval]))`,
              '{{fqfn}}',
            ),
            metric(rate('(source|sink)_exceptions_total'), '{{fqfn}}'),
            metric(rate('system_exceptions_total'), '{{fqfn}} system'),
          ],
          unit: 'cps',
        }),
        chart({
          title: 'Processing time p99',
          means:
            'Time of one call of the function, 99th percentile of its slowest instance. Quantiles of several instances cannot be averaged.',
          normal: 'What the function needs; far below the ack timeout.',
          act: 'It grows with the load: more parallelism. Without load: what the function calls is slow.',
          stepped: true,
          targets: [
            metric(`max by (fqfn) (pulsar_function_process_latency_ms${ofFunction('quantile="0.99"')})`, '{{fqfn}}'),
          ],
          unit: 'ms',
        }),
        chart({
          title: 'Time since the last invocation',
          means: 'How long ago each was invoked last, by its newest instance.',
          normal: 'Seconds while there is input.',
          act: 'It rises in a straight line: compare with the backlog of the function’s subscription.',
          targets: [metric(`time() - max by (fqfn) (${anyOf('last_invocation')} > 0) / 1000`, '{{fqfn}}')],
          unit: 's',
        }),
        chart({
          title: 'Backlog of functions',
          means:
            'Messages that wait in the subscriptions of functions and sinks; they subscribe under their full name.',
          normal: 'Near 0.',
          act: 'It rises: the function is too slow, throws, or does not run.',
          targets: [
            metric(
              `sum by (subscription) (pulsar_subscription_back_log${inCluster('subscription=~".+/.+/.+"')})`,
              '{{subscription}}',
            ),
          ],
          unit: 'short',
          links: [linkTo('observatory-topics')],
        }),
      ],
    },
    {
      title: 'Workers',
      panels: [
        chart({
          title: 'Instances by worker',
          means: 'Instances that each worker runs.',
          normal: 'Spread evenly. A worker that comes back gets none until a rebalance.',
          act: 'Uneven: PUT /admin/v2/worker/rebalance, which moves many of them.',
          targets: [metric(`sum by (instance) (${worker('instance_count')})`, '{{instance}}')],
          unit: 'short',
          decimals: 0,
        }),
        chart({
          title: 'Expected and running',
          means: 'Instances that should run, and those that do.',
          normal: 'One line.',
          act: 'A gap that stays longer than a rebalance: see which instance is missing.',
          targets: [
            metric(`max by (cluster) (${worker('total_expected_instance_count')})`, 'expected'),
            metric(`sum by (cluster) (${worker('instance_count')})`, 'running'),
          ],
          unit: 'short',
          decimals: 0,
          overrides: [{ of: '/expected/', isLimit: true }],
        }),
        chart({
          title: 'Schedulings',
          means: 'Rounds of scheduling and rebalancing within five minutes, by worker; only the leader schedules.',
          normal: 'Few: when a function or a worker comes or goes.',
          act: 'All the time: workers come and go; look at their uptime and sessions.',
          targets: [
            metric(
              `sum by (instance) (increase(${worker('schedule_execution_time_total_ms_count')}[5m]))`,
              '{{instance}} scheduling',
            ),
            metric(
              `sum by (instance) (increase(${worker('rebalance_execution_time_total_ms_count')}[5m]))`,
              '{{instance}} rebalancing',
            ),
          ],
          unit: 'short',
          decimals: 0,
        }),
        chart({
          title: 'Mean time of a scheduling',
          means: 'Mean time of a round of scheduling since the worker started; only the leader schedules.',
          normal: 'Below some seconds.',
          act: 'It rises: the topics of the workers (public/functions) are slow; look at the bookies.',
          targets: [
            metric(
              `sum by (instance) (${worker('schedule_execution_time_total_ms_sum')}) / (sum by (instance) (${worker('schedule_execution_time_total_ms_count')}) > 0)`,
              '{{instance}}',
            ),
          ],
          unit: 'ms',
        }),
        chart({
          title: 'Starts of instances',
          means: 'Instances that each worker started within five minutes.',
          normal: '0 outside of deployments.',
          act: 'The same function again and again: it fails and is started anew.',
          targets: [
            metric(
              `sum by (instance) (increase(${worker('start_instance_process_time_ms_count')}[5m]))`,
              '{{instance}}',
            ),
          ],
          unit: 'short',
          decimals: 0,
        }),
        chart({
          title: 'Workers that answer',
          means:
            'Whether each stand-alone function worker could be scraped. Workers within a broker are scraped with it.',
          normal: '1.',
          act: 'A worker that ends by itself: it lost the brokers. Its functions move to others; start it, then rebalance.',
          targets: [metric(`max by (instance) (up${inCluster('job=~".*function.*"')})`, '{{instance}}')],
          unit: 'short',
          decimals: 0,
          max: 1,
        }),
      ],
    },
  ],
};
