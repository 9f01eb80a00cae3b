import type { ConnectionCheck } from '@observatory/protocol/doctor';
import type { Node } from '@observatory/protocol/nodes';

/** One question that was asked of the cluster, and why there was no answer. */
export interface AskedFact {
  cluster: string;
  what: string;
  subject: string;
  failure: string | undefined;
}

/** Questions and scrapes by kind: how many answered, and what to do about the rest. */
export function connectionChecks(asked: readonly AskedFact[], nodes: readonly Node[]): ConnectionCheck[] {
  const all = [...asked, ...nodes.filter(({ state }) => state !== 'gone').map(scrapeOf)];
  const groups = new Map<string, AskedFact[]>();
  for (const each of all) {
    const key = `${each.cluster}\n${each.what}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group) => {
    const failed = group.filter(({ failure }) => failure !== undefined);
    const reasons = new Map<string, string[]>();
    for (const { failure = '', subject } of failed) reasons.set(failure, [...(reasons.get(failure) ?? []), subject]);
    return {
      cluster: group[0].cluster,
      what: group[0].what,
      asked: group.length,
      answered: group.length - failed.length,
      problems: [...reasons].map(([reason, subjects]) => {
        const about = subjects.filter((subject) => subject !== '').slice(0, 5);
        return about.length > 0 ? `${about.join(', ')}: ${reason}` : reason;
      }),
      hint: failed.length > 0 ? hintFor([...reasons.keys()].join(' ')) : '',
    };
  });
}

function scrapeOf(node: Node): AskedFact {
  return {
    cluster: node.cluster,
    what: `metrics of ${(node.kind ?? node.job).replaceAll('_', ' ')}`,
    subject: node.address,
    failure: node.state === 'down' ? node.lastError : node.state === 'stale' ? 'the last scrape is too old' : undefined,
  };
}

function hintFor(reasons: string): string {
  if (/answered 401|HTTP status 401/.test(reasons)) return 'Give credentials in clusters[].pulsar.auth.';
  if (/answered 403|HTTP status 403/.test(reasons))
    return 'The role needs more: superuser for brokers, bookies and workers, tenant admin for namespaces and topics.';
  if (/redirect/.test(reasons)) return 'Let admin_urls name the brokers themselves, not what redirects to them.';
  if (/HTTP address of bookie|belongs to the bookie/.test(reasons)) return 'List bookies under clusters[].bookies.';
  if (/cannot reach|ECONNREFUSED|no complete answer/.test(reasons))
    return 'Check address, port and firewall; a bookie answers only with httpServerEnabled=true.';
  return '';
}
