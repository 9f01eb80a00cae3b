import type { NewEvent } from '../events/index.ts';
import type { Fact, FactValues, TopicLedgers } from './facts/fact.ts';
import type { FactChange, FactSet } from './facts/fact-set.ts';
import { bundleOwners } from './graph/broker-nodes.ts';
import { nodeId } from './graph/node.ts';

/** More bundles than this that move at once from and to the same brokers are told together. */
const TOLD_SINGLY = 10;

/**
 * What happened, from facts that changed. The first answer to a question is no event: nothing happened but that we came.
 * Remembers who owned a bundle, as one that moves is owned by nobody for a moment.
 */
export class ChangeEvents {
  private readonly cluster: string;
  private owners: Map<string, string> | undefined;

  constructor(cluster: string) {
    this.cluster = cluster;
  }

  of(changes: readonly FactChange[], facts: FactSet): NewEvent[] {
    const events: NewEvent[] = [];
    let ownershipChanged = false;
    for (const change of changes) {
      if (change.family === 'owned' || change.family === 'brokers') ownershipChanged = true;
      events.push(...this.single(change, facts));
    }
    if (ownershipChanged) events.push(...this.moves(facts));
    return events;
  }

  private single(change: FactChange, facts: FactSet): NewEvent[] {
    const { family, subject } = change;
    switch (family) {
      case 'brokers':
        return this.membership(values(change, family), 'broker', ['broker_joined', 'broker_left']);
      case 'bookies':
        return this.membership(values(change, family), 'bookie', ['bookie_joined', 'bookie_left']);
      case 'workers': {
        const { before, after } = values(change, family);
        const ids = (workers: FactValues['workers'] | undefined) => workers?.map(({ workerId }) => workerId);
        return this.membership({ before: ids(before), after: ids(after) }, 'function_worker', [
          'worker_joined',
          'worker_left',
        ]);
      }
      case 'leader':
        return this.leader(values(change, family), 'broker', 'brokers');
      case 'workerLeader':
        return this.leader(values(change, family), 'function_worker', 'function workers');
      case 'readOnly':
        return this.readOnly(values(change, family));
      case 'replication':
        return this.replication(values(change, family));
      case 'report':
        // Where it is scraped its metrics tell, to the second.
        return facts.get('scrape', `broker/${subject}`) ? [] : this.restart(subject, values(change, family));
      case 'policies':
        return this.split(subject, values(change, family));
      case 'ledgers':
        return this.ledgers(subject, values(change, family));
      default:
        return [];
    }
  }

  private membership(
    { before, after }: Pair<readonly string[]>,
    kind: 'broker' | 'bookie' | 'function_worker',
    [joined, left]: readonly [NewEvent['type'], NewEvent['type']],
  ): NewEvent[] {
    if (!before || !after) return [];
    const name = kind.replace('_', ' ');
    return [
      ...after
        .filter((id) => !before.includes(id))
        .map((id) => this.event(joined, 'info', nodeId(this.cluster, kind, id), `${name} ${id} joined`)),
      ...before
        .filter((id) => !after.includes(id))
        .map((id) => this.event(left, 'warning', nodeId(this.cluster, kind, id), `${name} ${id} left`)),
    ];
  }

  private leader({ before, after }: Pair<string>, kind: 'broker' | 'function_worker', whose: string): NewEvent[] {
    if (before === undefined || after === undefined || before === after) return [];
    const summary = `${after} leads the ${whose}, before it was ${before}`;
    return [
      this.event('leader_changed', 'info', nodeId(this.cluster, kind, after), summary, { from: before, to: after }),
    ];
  }

  private readOnly({ before, after }: Pair<readonly string[]>): NewEvent[] {
    if (!before || !after) return [];
    const about = (id: string) => nodeId(this.cluster, 'bookie', id);
    return [
      ...after
        .filter((id) => !before.includes(id))
        .map((id) => this.event('bookie_read_only', 'warning', about(id), `bookie ${id} is read-only`)),
      ...before
        .filter((id) => !after.includes(id))
        .map((id) => this.event('bookie_writable', 'info', about(id), `bookie ${id} is not read-only any more`)),
    ];
  }

  private replication({ before, after }: Pair<FactValues['replication']>): NewEvent[] {
    if (!before || !after || before.underReplicated === after.underReplicated) return [];
    const root = nodeId(this.cluster, 'cluster', this.cluster);
    return [
      after.underReplicated
        ? this.event('under_replicated', 'warning', root, 'ledgers are under-replicated')
        : this.event('fully_replicated', 'info', root, 'no ledger is under-replicated any more'),
    ];
  }

  private split(namespace: string, { before, after }: Pair<FactValues['policies']>): NewEvent[] {
    const [old, now] = [before?.boundaries.length ?? 0, after?.boundaries.length ?? 0];
    if (old === 0 || now <= old) return [];
    const about = nodeId(this.cluster, 'namespace', namespace);
    const summary = `${namespace} has ${now - 1} bundles, before ${old - 1}`;
    return [this.event('bundle_split', 'info', about, summary, { from: old - 1, to: now - 1 })];
  }

  private restart(broker: string, { before, after }: Pair<FactValues['report']>): NewEvent[] {
    if (!before || !after || before.startedMs === after.startedMs || after.startedMs === 0) return [];
    const details = { version: after.version, before: before.version };
    const upgraded = before.version !== after.version ? `, now ${after.version}` : '';
    const event = this.event(
      'restart',
      'warning',
      nodeId(this.cluster, 'broker', broker),
      `broker ${broker} restarted${upgraded}`,
      details,
    );
    return [{ ...event, timeMs: after.startedMs }];
  }

  private ledgers(topic: string, { before, after }: Pair<TopicLedgers>): NewEvent[] {
    const [old, now] = [before?.ledgers.at(-1), after?.ledgers.at(-1)];
    if (!old || !now) return [];
    const about = nodeId(this.cluster, 'topic', topic);
    if (now.id !== old.id)
      return [
        this.event('ledger_rollover', 'info', about, `${topic} goes on in ledger ${now.id}`, {
          from: old.id,
          to: now.id,
        }),
      ];
    const [ensemble, current] = [old.ensembles.at(-1), now.ensembles.at(-1)];
    if (!ensemble || !current || ensemble.firstEntry === current.firstEntry) return [];
    const [from, to] = [ensemble.bookies.join(', '), current.bookies.join(', ')];
    return [
      this.event('ensemble_changed', 'warning', about, `ledger ${now.id} is written to ${to}, before to ${from}`, {
        ledger: now.id,
        from,
        to,
        firstEntry: current.firstEntry,
      }),
    ];
  }

  /** Bundles that another broker owns than did last. */
  private moves(facts: FactSet): NewEvent[] {
    const owners = bundleOwners({ facts });
    const known = this.owners;
    this.owners = new Map([...(known ?? []), ...owners]);
    if (!known) return [];
    const ways = new Map<string, string[]>();
    for (const [bundle, to] of owners) {
      const from = known.get(bundle);
      if (from === undefined || from === to) continue;
      const way = `${from}\n${to}`;
      ways.set(way, [...(ways.get(way) ?? []), bundle]);
    }
    return [...ways].flatMap(([way, bundles]) => {
      const [from, to] = way.split('\n');
      if (bundles.length > TOLD_SINGLY)
        return [
          this.event(
            'bundle_moved',
            'info',
            nodeId(this.cluster, 'broker', to),
            `${bundles.length} bundles moved from ${from} to ${to}`,
            {
              from,
              to,
              bundles: bundles.length,
            },
          ),
        ];
      return bundles.map((bundle) =>
        this.event(
          'bundle_moved',
          'info',
          nodeId(this.cluster, 'bundle', bundle),
          `bundle ${bundle} moved from ${from} to ${to}`,
          { from, to },
        ),
      );
    });
  }

  private event(
    type: NewEvent['type'],
    severity: NewEvent['severity'],
    node: string,
    summary: string,
    details: NewEvent['details'] = {},
  ): NewEvent {
    return { type, severity, cluster: this.cluster, node, summary, details };
  }
}

interface Pair<T> {
  before: T | undefined;
  after: T | undefined;
}

function values<F extends keyof FactValues>({ before, after }: FactChange, _family: F): Pair<FactValues[F]> {
  return {
    before: (before as Fact<FactValues[F]> | undefined)?.value,
    after: (after as Fact<FactValues[F]> | undefined)?.value,
  };
}
