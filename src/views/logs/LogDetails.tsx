import { serviceList } from '@observatory/protocol/agents';
import type { StoredLogLine } from '@observatory/protocol/logs';
import { topologyAnswer } from '@observatory/protocol/topology';
import { CopyButton } from '../explain/CopyButton.tsx';
import { explainHref } from '../explain/explain-href.ts';
import { useViewHost } from '../host/ViewHost.ts';
import { useLoad } from '../load/use-load.ts';
import { aroundHref } from './logs-href.ts';
import { clockText, plainText } from './model/line-text.ts';
import type { LogFilters } from './model/logs-state.ts';
import styles from './Logs.module.css';

const AROUND_MS = 15 * 60_000;

interface LogDetailsProps {
  line: StoredLogLine;
  onFilter: (changes: Partial<LogFilters>) => void;
  onClose: () => void;
}

/** Everything that is known of one line, and where to go from it. */
export function LogDetails({ line, onFilter, onClose }: LogDetailsProps): React.JSX.Element {
  const { navigation } = useViewHost();
  const { timeMs, level, logger, source, message, module, funcName, lineNumber, node, id } = line;
  const places = useNodeOf(node, source);
  const around = aroundHref(navigation, line);
  const facts: [name: string, value: string, filter?: Partial<LogFilters>][] = [
    ['Time', `${clockText(timeMs, true)} (${new Date(timeMs).toISOString()})`],
    ['Level', level, { minLevel: level }],
    ['Agent', node, { nodes: [node] }],
    ['Source', source, { sources: [source] }],
    ['Logger', logger, { logger }],
    ['Module', module ?? ''],
    ['Function', funcName ?? ''],
    ['Line', lineNumber === undefined ? '' : String(lineNumber)],
    ['Number', id],
  ];
  return (
    <section className={styles.details} aria-label="Line">
      <div className={styles.bar}>
        <CopyButton text={plainText(line)} what="line" />
        <CopyButton text={JSON.stringify(line, null, 2)} what="JSON" />
        <CopyButton text={new URL(around, document.baseURI).href} what="link" />
        <a href={around}>Logs around this line</a>
        <a href={explainHref(navigation, { window: { fromMs: timeMs - AROUND_MS, toMs: timeMs + AROUND_MS } })}>
          Explain this time
        </a>
        {places.map(({ href, text }) => (
          <a key={href} href={href}>
            {text}
          </a>
        ))}
        <button type="button" className={styles.close} onClick={onClose}>
          Close
        </button>
      </div>
      <pre>{message}</pre>
      <dl>
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value, filter]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {value}{' '}
                {filter && (
                  <button type="button" onClick={() => onFilter(filter)}>
                    {name === 'Level' ? 'this and worse' : 'only this'}
                    <span className="visually-hidden">
                      : {name.toLowerCase()} {value}
                    </span>
                  </button>
                )}
              </dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

/** Pages of the node that writes to this source, where the agent's configuration says which one it is. */
function useNodeOf(agent: string, source: string): { href: string; text: string }[] {
  const { navigation } = useViewHost();
  const services = useLoad('services', serviceList);
  const ofAgent = services.data?.services.filter((each) => each.agent === agent && each.node !== undefined) ?? [];
  const service = ofAgent.find(({ name }) => name === source) ?? (ofAgent.length === 1 ? ofAgent[0] : undefined);
  const id = service?.node;
  const map = useLoad(
    id === undefined ? undefined : `topology?depth=0&limit=10&node=${encodeURIComponent(id)}`,
    topologyAnswer,
  );
  if (id === undefined) return [];
  const scrapedAs = map.data?.nodes.find((each) => each.id === id)?.scrapedAs;
  return [
    ...(scrapedAs === undefined
      ? []
      : [{ href: navigation.href({ path: `nodes/${encodeURIComponent(scrapedAs)}` }), text: 'Node' }]),
    { href: navigation.href({ path: 'topology', search: new URLSearchParams({ node: id }) }), text: 'Topology' },
  ];
}
