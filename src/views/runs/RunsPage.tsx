import { Page } from '../page/Page.tsx';

/** Benchmark runs: start, follow, end, report, compare. */
export function RunsPage(): React.JSX.Element {
  return <Page>{null}</Page>;
}
