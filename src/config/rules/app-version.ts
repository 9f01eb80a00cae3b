import { config } from '@grafana/runtime';
import { APP_ID } from '../../constants.ts';

/** Version of the installed app, as Grafana read it from the built plugin.json; empty where it does not say. */
export const APP_VERSION: string = config.apps?.[APP_ID]?.version ?? '';
