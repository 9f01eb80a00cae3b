import { Page } from '../page/Page.tsx';

/** Who did what, and whether the record of it is whole. */
export function AuditPage(): React.JSX.Element {
  return <Page>{null}</Page>;
}
