import { Page } from '../page/Page.tsx';

/** Lines of all agents, filtered and followed. */
export function LogsPage(): React.JSX.Element {
  return <Page>{null}</Page>;
}
