import type { Link } from './model.ts';

/** Title of each dashboard by its uid, in the order an operator opens them: from effect to cause. */
export const DASHBOARDS = {
  'observatory-overview': 'Cluster overview',
  'observatory-incidents': 'Incidents',
  'observatory-topics': 'Topics and subscriptions',
  'observatory-brokers': 'Brokers',
  'observatory-bookie-writes': 'Bookie write path',
  'observatory-bookie-reads': 'Bookie read path',
  'observatory-jvm': 'JVM and garbage collection',
  'observatory-load-balancing': 'Load balancing',
  'observatory-metadata': 'Metadata store',
  'observatory-functions': 'Function workers',
  'observatory-hosts': 'Hosts',
  'observatory-runs': 'Benchmark runs',
} as const;
export type DashboardUid = keyof typeof DASHBOARDS;

/** Keeps the time range and the chosen datasource and clusters. */
const KEEP = '${datasource:queryparam}&${cluster:queryparam}&${__url_time_range}';

export function dashboardUrl(uid: DashboardUid, more = ''): string {
  return `/d/${uid}?${KEEP}${more && `&${more}`}`;
}

/** A link from a panel or a value to a dashboard below; `more`: further variables, as `var-broker=${__field.labels.instance}`. */
export function linkTo(uid: DashboardUid, more = ''): Link {
  return { title: DASHBOARDS[uid], url: dashboardUrl(uid, more) };
}

/** The menu of every dashboard: all others, with time and variables kept. */
export function dashboardLinks(current: string): Record<string, unknown>[] {
  const common = {
    asDropdown: false,
    icon: 'external link',
    includeVars: true,
    keepTime: true,
    tags: [],
    targetBlank: false,
    tooltip: '',
  };
  return [
    { ...common, type: 'dashboards', title: 'Pulsar dashboards', tags: ['observatory'], asDropdown: true, url: '' },
    ...(current === 'observatory-overview'
      ? []
      : [{ ...common, type: 'link', icon: 'dashboard', title: 'Overview', url: '/d/observatory-overview' }]),
  ];
}
