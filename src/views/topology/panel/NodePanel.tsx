import type { ClusterEvent } from '@observatory/protocol/events';
import type { TopologyNode } from '@observatory/protocol/topology';
import { HEALTH_GLYPHS, shownHealth } from '../model/health.ts';
import { attributeTitle } from '../model/measure.ts';
import type { Scene } from '../model/scene.ts';
import { nameOf, parseId } from '../model/node-name.ts';
import { kindTitle } from '../model/tier.ts';
import { formatAttribute } from './format-attribute.ts';
import styles from './NodePanel.module.css';

/** What a host knows of a node beyond the graph. */
export interface NodeDetails {
  /** Newest first; undefined while they load. */
  events?: readonly ClusterEvent[];
  eventsError?: string;
  /** The host knows no events. */
  withoutEvents?: boolean;
  /** From the worst that reaches it to where that begins. */
  impactPath?: readonly string[];
  links: readonly { label: string; href: string; newTab?: boolean }[];
  /** What can be done with it, where the host lets anything be done. */
  actions?: React.ReactNode;
}

export interface NodePanelProps {
  node: TopologyNode;
  scene: Scene;
  details: NodeDetails;
  /** Values of the chosen measures. */
  values: readonly { title: string; value: string; expr: string | undefined }[];
  /** It is no more; the time since when. */
  gone: boolean;
  isFocus: boolean;
  onSelect: (id: string) => void;
  onFocus: (id: string) => void;
  onClose: () => void;
}

const TIME = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const MOST_NEIGHBOURS = 30;

/** Everything about the selected node: health with its reasons, what reaches it, facts, what could not be read, events. */
export function NodePanel(props: NodePanelProps): React.JSX.Element {
  const { node, scene, details, values, gone, isFocus, onSelect, onFocus, onClose } = props;
  const health = gone ? 'down' : shownHealth(node);
  const path = details.impactPath ?? (node.impact ? [node.impact.from] : []);
  const neighbours = neighboursOf(scene, node.id);
  return (
    <aside className={styles.panel} aria-label={`${kindTitle(node.kind)} ${node.name}`}>
      <header className={styles.header}>
        <span className={styles.kind}>{kindTitle(node.kind)}</span>
        <button type="button" className={styles.close} aria-label="Close" onClick={onClose}>
          ✕
        </button>
        <h2>{node.name}</h2>
        <p className={styles.health} data-health={health}>
          <span aria-hidden="true">{HEALTH_GLYPHS[health]}</span> {gone ? 'gone' : health}
        </p>
      </header>
      {!isFocus && !gone && (
        <button type="button" onClick={() => onFocus(node.id)}>
          Focus on what is around it
        </button>
      )}
      {!gone && details.actions}
      {node.reasons.length > 0 && (
        <Section title="Why">
          <ul className={styles.reasons}>
            {node.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Section>
      )}
      {node.impact && (
        <Section title="What reaches it">
          <p>
            It is made {node.impact.health} by{' '}
            {path.map((id, index) => (
              <span key={id}>
                {index > 0 && ' ← '}
                <NodeLink id={id} onSelect={onSelect} />
              </span>
            ))}
            .
          </p>
        </Section>
      )}
      {node.unknown && node.unknown.length > 0 && (
        <Section title="Could not be read">
          <ul className={styles.unknown}>
            {node.unknown.map(({ what, reason, sinceMs, lastKnownMs }) => (
              <li key={what}>
                <b>{what}</b>: {reason}
                <br />
                <small>
                  since {TIME.format(sinceMs)},{' '}
                  {lastKnownMs === undefined ? 'never read' : `last known ${TIME.format(lastKnownMs)}`}
                </small>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {values.length > 0 && (
        <Section title="Measures">
          <dl className={styles.facts}>
            {values.map(({ title, value, expr }) => (
              <div key={title} title={expr}>
                <dt>{title}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </Section>
      )}
      {details.links.length > 0 && (
        <Section title="Go to">
          <ul className={styles.links}>
            {details.links.map(({ label, href, newTab }) => (
              <li key={label}>
                <a href={href} {...(newTab && { target: '_blank', rel: 'noreferrer' })}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {Object.keys(node.attributes).length > 0 && (
        <Section title="Facts">
          <dl className={styles.facts}>
            {Object.entries(node.attributes).map(([name, value]) => (
              <div key={name}>
                <dt>{attributeTitle(name.replace(/(Ms|Percent)$/, ''))}</dt>
                <dd>{formatAttribute(name, value)}</dd>
              </div>
            ))}
            {(node.hidden ?? 0) > 0 && (
              <div>
                <dt>topics not shown</dt>
                <dd>{node.hidden?.toLocaleString('en')}</dd>
              </div>
            )}
          </dl>
        </Section>
      )}
      {neighbours.length > 0 && (
        <Section title={`Neighbours on the map (${neighbours.length})`}>
          <ul className={styles.links}>
            {neighbours.slice(0, MOST_NEIGHBOURS).map(({ id, relation }) => (
              <li key={`${relation} ${id}`}>
                <small>{relation.replaceAll('_', ' ')}</small> <NodeLink id={id} onSelect={onSelect} />
              </li>
            ))}
            {neighbours.length > MOST_NEIGHBOURS && <li>and {neighbours.length - MOST_NEIGHBOURS} more</li>}
          </ul>
        </Section>
      )}
      {details.withoutEvents !== true && (
        <Section title="Events">
          {details.eventsError !== undefined && <p role="alert">{details.eventsError}</p>}
          {details.events === undefined && details.eventsError === undefined && <p>Loading …</p>}
          {details.events?.length === 0 && <p>None since the sidecar keeps them.</p>}
          <ol className={styles.events}>
            {details.events?.map((event) => (
              <li key={event.id} data-severity={event.severity}>
                <time dateTime={new Date(event.timeMs).toISOString()}>{TIME.format(event.timeMs)}</time> {event.summary}
              </li>
            ))}
          </ol>
        </Section>
      )}
    </aside>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }): React.JSX.Element {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function NodeLink({ id, onSelect }: { id: string; onSelect: (id: string) => void }): React.JSX.Element {
  return (
    <button type="button" className={styles.link} title={parseId(id).name} onClick={() => onSelect(id)}>
      {nameOf(id)}
    </button>
  );
}

function neighboursOf({ indexOf, linesOf, lines, marks }: Scene, id: string): { id: string; relation: string }[] {
  const index = indexOf.get(id);
  if (index === undefined) return [];
  return linesOf[index].map((each) => {
    const { a, b, edge } = lines[each];
    return { id: marks[a === index ? b : a].id, relation: edge.relation };
  });
}
