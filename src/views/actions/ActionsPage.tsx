import { Page } from '../page/Page.tsx';

/** Alerts with recovery: their states, what they set off, and what waits for approval. */
export function ActionsPage(): React.JSX.Element {
  return <Page>{null}</Page>;
}
