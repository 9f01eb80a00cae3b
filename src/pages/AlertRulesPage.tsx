import { AlertRulesInstaller } from '../config/rules/AlertRulesInstaller.tsx';

/** The installer as a page: Editors may install rules, but only Admins see the configuration page. */
export function AlertRulesPage(): React.JSX.Element {
  return <AlertRulesInstaller />;
}
