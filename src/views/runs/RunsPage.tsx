import { useLocation } from '../page/use-location.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { AllRuns } from './AllRuns.tsx';
import { ComparePage } from './ComparePage.tsx';
import { RunPage } from './RunPage.tsx';

/** `runs`: all of them; `runs/compare?base=…&run=…`: some beside each other; `runs/run/<id>`: one. */
export function RunsPage({ theme }: { theme: ThemeName }): React.JSX.Element {
  const { path } = useLocation();
  if (path === 'runs/compare') return <ComparePage />;
  const id = path.startsWith('runs/run/') ? path.slice('runs/run/'.length) : '';
  return id === '' ? <AllRuns /> : <RunPage key={id} id={decodeURIComponent(id)} theme={theme} />;
}
