import type { AppRootProps } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';

/** The app's pages below `/a/observatory-pulsar-app`. */
export function App(_props: AppRootProps): React.JSX.Element {
  return <PluginPage>Overview</PluginPage>;
}
