import { Page } from '../page/Page.tsx';

/** All services of all agents: state, actions, progress. */
export function ServicesPage(): React.JSX.Element {
  return <Page>{null}</Page>;
}
