import { locationUtil } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { EmptyState, LinkButton } from '@grafana/ui';
import { APP_ROOT } from '../constants.ts';

/** For addresses below the app that no page has. */
export function NotFound(): React.JSX.Element {
  return (
    <PluginPage pageNav={{ text: 'Page not found' }}>
      <EmptyState
        variant="not-found"
        message="This page does not exist"
        button={<LinkButton href={locationUtil.assureBaseUrl(`${APP_ROOT}/overview`)}>Open the overview</LinkButton>}
      />
    </PluginPage>
  );
}
