import type { PluginExtensionAddedLinkConfig, ScopedVars } from '@grafana/data';
import { getTemplateSrv, locationService } from '@grafana/runtime';
import { APP_ID, APP_ROOT, DATASOURCE_TYPE } from '../constants.ts';
import { promqlValue } from '../datasource/query/promql-value.ts';
import { ACTIONS } from '../permissions.ts';
import { explainSearch } from './explain-search.ts';
import { linkSearch, type LinkContext } from './link-search.ts';

/** Where an offered link leads: a page of the app with the context's time and labels in its address. */
interface ExtensionLink {
  targets: string[];
  /** Grafana cuts a menu's entry off after 25 characters. */
  title: string;
  description: string;
  icon: 'eye' | 'sitemap' | 'question-circle';
  page: string;
  /** What the address says of where the link is shown: its time and subject, or its query as a question. */
  asks?: 'explain';
  /** The link is offered only where this holds. */
  isFor: (context: LinkContext) => boolean;
}

const asksOurs = ({ targets }: LinkContext): boolean =>
  (targets ?? []).some(({ datasource }) => datasource?.type === DATASOURCE_TYPE);
/** Grafana offers links of an app only at rules whose label says that they come from it. */
const isOurRule = ({ labels }: LinkContext): boolean => labels?.__grafana_origin === `plugin/${APP_ID}`;

/** All links of the app; plugin.json declares the same ones, so that Grafana knows them before it loads the module. */
export const LINKS: readonly ExtensionLink[] = [
  {
    targets: ['grafana/dashboard/panel/menu'],
    title: 'The cluster at this time',
    description: 'Opens Pulsar Observatory with the time range of this panel',
    icon: 'eye',
    page: 'overview',
    isFor: asksOurs,
  },
  {
    targets: ['grafana/explore/toolbar/action'],
    title: 'The cluster at this time',
    description: 'Opens Pulsar Observatory with the time range of Explore',
    icon: 'eye',
    page: 'overview',
    isFor: asksOurs,
  },
  {
    targets: ['grafana/alerting/alertingrule/action'],
    title: 'See what this rule watches',
    description: 'Opens Pulsar Observatory on what this rule watches',
    icon: 'eye',
    page: 'overview',
    isFor: isOurRule,
  },
  {
    targets: ['grafana/dashboard/panel/menu'],
    title: 'Explain this panel',
    description: 'Ranks what may have caused what this panel shows, in its time range',
    icon: 'question-circle',
    page: 'explain',
    asks: 'explain',
    isFor: asksOurs,
  },
  {
    targets: ['grafana/explore/toolbar/action'],
    title: 'Explain this query',
    description: 'Ranks what may have caused what this query shows, in its time range',
    icon: 'question-circle',
    page: 'explain',
    asks: 'explain',
    isFor: asksOurs,
  },
  {
    targets: ['grafana/alerting/alertingrule/action'],
    title: 'Explain what this rule saw',
    description: 'Ranks what may have caused what this rule watches, in the last minutes',
    icon: 'question-circle',
    page: 'explain',
    asks: 'explain',
    isFor: isOurRule,
  },
  {
    targets: ['grafana/commandpalette/action'],
    title: 'Pulsar Observatory: Overview',
    description: 'Opens the overview of the Pulsar clusters',
    icon: 'eye',
    page: 'overview',
    isFor: () => true,
  },
];

/** Menus of Grafana 12.3 that call what is to be done and never follow an address: there the link goes itself. */
const CALLED: readonly string[] = ['grafana/alerting/alertingrule/action', 'grafana/commandpalette/action'];

/** A link as `AppPlugin.addLink` takes it. `mayRead` says whether the user has the app's read permission. */
export function linkConfig(link: ExtensionLink, mayRead: (action: string) => boolean): PluginExtensionAddedLinkConfig {
  const path = `${APP_ROOT}/${link.page}`;
  const addressAt = (context: unknown): string | undefined => {
    const known = (context ?? {}) as LinkContext;
    if (!mayRead(ACTIONS.read) || !link.isFor(known)) return undefined;
    const search = (link.asks === 'explain' ? explainSearch(known, fillIn(known)) : linkSearch(known)).toString();
    return search === '' ? path : `${path}?${search}`;
  };
  const { targets, title, description, icon } = link;
  if (targets.every((target) => CALLED.includes(target))) {
    return {
      ...{ targets, title, description, icon },
      onClick: (_event, { context }) => locationService.push(addressAt(context) ?? path),
      // Undefined hides the link.
      configure: (context) => (addressAt(context) === undefined ? undefined : {}),
    };
  }
  return {
    ...{ targets, title, description, icon },
    path,
    configure: (context) => {
      const address = addressAt(context);
      return address === undefined ? undefined : { path: address };
    },
  };
}

/** Puts the dashboard's variables into an expression, as the datasource does. */
function fillIn({ scopedVars }: LinkContext): (expr: string) => string {
  return (expr) => getTemplateSrv().replace(expr, scopedVars as ScopedVars | undefined, promqlValue);
}
