import type { AppPluginMeta, PluginConfigPageProps } from '@grafana/data';
import { ViewsRoot } from '../../components/views-root/ViewsRoot.tsx';
import { AlertRulesInstaller } from './AlertRulesInstaller.tsx';

/** The installer as a tab of the app's configuration. */
export function AlertRulesConfigPage(_props: PluginConfigPageProps<AppPluginMeta>): React.JSX.Element {
  return (
    <ViewsRoot>
      <AlertRulesInstaller />
    </ViewsRoot>
  );
}
