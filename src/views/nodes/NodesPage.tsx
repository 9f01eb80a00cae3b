import { useNow } from '../overview/use-now.ts';
import { useViewHost } from '../host/ViewHost.ts';
import { HealthView } from '../health/HealthView.tsx';
import { ErrorNotice } from '../load/Notice.tsx';
import { Page } from '../page/Page.tsx';
import pageStyles from '../page/Page.module.css';
import { useLocation } from '../page/use-location.ts';
import { usePageTime } from '../page/use-page-time.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { NodePage } from './NodePage.tsx';
import { NodesTable } from './NodesTable.tsx';
import { useNodes } from './use-nodes.ts';
import { useVitals } from './use-vitals.ts';
import { VitalsTable } from './VitalsTable.tsx';

/** `nodes`: all of them, how they did over time and how their processes are; `nodes/<id>`: one. */
export function NodesPage({ theme }: { theme: ThemeName }): React.JSX.Element {
  const { path } = useLocation();
  const id = path.startsWith('nodes/') ? decode(path.slice('nodes/'.length)) : '';
  return id === '' ? <AllNodes theme={theme} /> : <NodePage key={id} id={id} theme={theme} />;
}

/** An address may be written by hand: what does not decode is taken as it is, and found by nobody. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function AllNodes({ theme }: { theme: ThemeName }): React.JSX.Element {
  const { navigation } = useViewHost();
  const time = usePageTime();
  const nowMs = useNow(1000, false);
  const { nodes, error } = useNodes();
  const { vitals, error: vitalsError } = useVitals(time.revision);
  const open = (id: string | undefined) => {
    if (id !== undefined) navigation.go({ path: `nodes/${encodeURIComponent(id)}` });
  };
  return (
    <Page time={time}>
      <ErrorNotice error={error ?? vitalsError} />
      <NodesTable nodes={nodes} nowMs={nowMs} selected={undefined} onSelect={open} />
      <section className={pageStyles.panel} aria-label="Health over time">
        <h2>Health over time</h2>
        <HealthView
          window={time.window}
          theme={theme}
          revision={time.revision}
          onSelectWindow={(fromMs, toMs) => time.setWindow({ fromMs, toMs })}
          onOpen={(rowId) => open(nodeOfRow(rowId, nodes))}
        />
      </section>
      <VitalsTable nodes={nodes} vitals={vitals} onOpen={open} />
    </Page>
  );
}

/** The node of a heatmap's row: rows are named by what the series' labels say. */
function nodeOfRow(rowId: string, nodes: ReturnType<typeof useNodes>['nodes']): string | undefined {
  const [, , label] = JSON.parse(rowId) as (string | null)[];
  return nodes.find(({ address, name }) => address === label || name === label)?.id;
}
