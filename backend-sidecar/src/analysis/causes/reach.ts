import { MECHANISMS, type Mechanism, type Relation } from './mechanisms.ts';
import type { Finding } from './finding.ts';
import { related, type SubjectIndex } from './neighbours.ts';
import type { Subject } from '../map/subject.ts';

/** How a finding leads to others: for each that it may have caused, the step before it. */
export interface Reach {
  /** Findings that it can explain, with the number of steps. */
  readonly steps: ReadonlyMap<Finding, number>;
  /** The weakest link on the way to each, the finding itself left out. */
  readonly strength: ReadonlyMap<Finding, number>;
  /** The findings from the cause to one of these, both included, and how each step acts. */
  pathTo(effect: Finding): { finding: Finding; via: string | undefined }[];
}

const rulesOf = new Map<string, Mechanism[]>();
for (const mechanism of MECHANISMS)
  for (const cause of mechanism.causes) rulesOf.set(cause, [...(rulesOf.get(cause) ?? []), mechanism]);

/** Longest chain: process, journal, broker, topic, subscription, function. */
const MAX_STEPS = 6;

/** Scrapes of different targets are not made at one moment. */
const SLACK_STEPS = 1;

/**
 * What a finding may have caused: along the mechanisms, through the relations of the cluster, forwards in time. Steps go
 * through findings only; what lies between two and shows nothing is allowed for by rules that reach over it.
 */
export function reachOf(cause: Finding, facets: FacetIndex): Reach {
  const before = new Map<Finding, { from: Finding; via: string }>();
  const steps = new Map<Finding, number>([[cause, 0]]);
  const strength = new Map<Finding, number>([[cause, Infinity]]);
  let front = [cause];
  for (let step = 1; step <= MAX_STEPS && front.length > 0; step++) {
    const next: Finding[] = [];
    for (const from of front) {
      for (const { finding, via } of facets.effectsOf(from)) {
        if (steps.has(finding) || !mayFollow(cause, finding)) continue;
        if (facets.isElsewhere(cause, from, finding)) continue;
        steps.set(finding, step);
        strength.set(finding, Math.min(strength.get(from) ?? 0, strengthOf(from)));
        before.set(finding, { from, via });
        next.push(finding);
      }
    }
    front = next;
  }
  return {
    steps,
    strength,
    pathTo: (effect) => {
      const path: { finding: Finding; via: string | undefined }[] = [];
      for (let at: Finding | undefined = effect; at;) {
        const step = before.get(at);
        path.unshift({ finding: at, via: step?.via });
        at = step?.from;
      }
      return path;
    },
  };
}

const lengthOf = ({ deviation }: Finding): number => deviation.endMs - deviation.onsetMs;

/** A state is changed or not; the rest is as strong as its run. */
const strengthOf = ({ series, deviation }: Finding): number =>
  series.definition.class === 'change' ? Infinity : deviation.score;

/** The effect's onset may lie after the cause's, as far as samples can tell. */
export function mayFollow(cause: Finding, effect: Finding): boolean {
  const slackMs = SLACK_STEPS * Math.max(cause.series.stepMs, effect.series.stepMs);
  return cause.earliestMs <= effect.latestMs + slackMs;
}

/** A topic that adds less than this to the load of its cluster moves no broker and no bookie, only its own consumers. */
const MIN_LOAD_SHARE = 0.06;

const isLoadOnNodes = ({ facet }: Finding, relation: string): boolean =>
  facet.startsWith('topic_load') && (relation === 'owners' || relation === 'bookies');

/** Findings by facet and subject. */
export class FacetIndex {
  readonly findings: readonly Finding[];
  private readonly index: SubjectIndex;
  private readonly loadShare: (finding: Finding) => number;
  private readonly byKey = new Map<string, Finding>();
  private readonly relations = new Map<string, readonly string[]>();
  private readonly cache = new Map<Finding, { finding: Finding; via: string }[]>();

  /** @param loadShare of a topic's change of load, its part of the cluster's load. */
  constructor(findings: readonly Finding[], map: SubjectIndex['map'], loadShare: (finding: Finding) => number) {
    this.loadShare = loadShare;
    this.findings = findings;
    for (const finding of findings) this.byKey.set(`${finding.facet}\n${finding.series.subject.key}`, finding);
    const subjects = new Map(findings.map(({ series }) => [series.subject.key, series.subject]));
    const of = <T extends Subject['type']>(type: T) =>
      [...subjects.values()].filter((subject): subject is Extract<Subject, { type: T }> => subject.type === type);
    this.index = { map, topics: of('topic'), subscriptions: of('subscription'), functions: of('function') };
  }

  private relatedTo({ series: { subject } }: Finding, relation: Relation): readonly string[] {
    const key = `${relation}\n${subject.key}`;
    const known = this.relations.get(key);
    if (known) return known;
    const found = related(subject, relation, this.index);
    this.relations.set(key, found);
    return found;
  }

  /**
   * Whether a chain from a bookie ends at a topic whose ledgers are known and lie on other bookies. Topics of one broker
   * share connections: where those are throttled, one waits for the other.
   */
  isElsewhere(cause: Finding, from: Finding, effect: Finding): boolean {
    const [of, to] = [cause.series.subject, effect.series.subject];
    if (of.type !== 'node' || (to.type !== 'topic' && to.type !== 'subscription')) return false;
    const { map } = this.index;
    const bookie = map.node(of.target.key);
    if (bookie?.kind !== 'bookie' || from.facet === 'connections_throttled') return false;
    return map.ensembleOf(to.cluster, to.topic)?.includes(bookie) === false;
  }

  /** Findings that one mechanism leads to from this one, later or at once. */
  effectsOf(finding: Finding): readonly { finding: Finding; via: string }[] {
    const known = this.cache.get(finding);
    if (known) return known;
    const found: { finding: Finding; via: string }[] = [];
    for (const { relation, effects, via, lastsMs = Infinity } of rulesOf.get(finding.facet) ?? []) {
      if (isLoadOnNodes(finding, relation) && this.loadShare(finding) < MIN_LOAD_SHARE) continue;
      for (const key of this.relatedTo(finding, relation)) {
        for (const effect of effects) {
          const each = this.byKey.get(`${effect}\n${key}`);
          if (each && each !== finding && mayFollow(finding, each) && lengthOf(each) <= lastsMs)
            found.push({ finding: each, via });
        }
      }
    }
    this.cache.set(finding, found);
    return found;
  }
}
