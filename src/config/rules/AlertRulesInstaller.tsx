export function AlertRulesInstaller(): React.JSX.Element {
  return <div />;
}
