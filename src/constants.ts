import pluginJson from './plugin.json';

/** `observatory-pulsar-app` */
export const APP_ID = pluginJson.id;

/** Where Grafana serves the app's pages; no slash at the end. */
export const APP_ROOT = `/a/${APP_ID}`;

export const DATASOURCE_TYPE = 'observatory-pulsar-datasource';

/** The provisioned datasource, on which dashboards and alert rules rest. */
export const DATASOURCE_UID = 'observatory-pulsar';
