import path from 'node:path';

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`${name} is not set: run the specs with npm run test:grafana`);
  return value;
}

export type UserRole = 'viewer' | 'editor' | 'admin';

/** What scripts/grafana-test.mjs started. */
export const rig = {
  /** Grafana, provisioned as the repository has it. */
  url: needed('OBS_GRAFANA_URL'),
  /** A second Grafana without alert rules from files. */
  freshUrl: needed('OBS_GRAFANA_FRESH_URL'),
  version: needed('OBS_GRAFANA_VERSION'),
  /** Of admin, and of the test users viewer and editor. */
  password: needed('OBS_GRAFANA_PASSWORD'),
  sidecarUrl: needed('OBS_SIDECAR_URL'),
  readerToken: needed('OBS_READER_TOKEN'),
  /** The demo cluster's control API: `/faults`, `/nodes`. */
  demoControl: needed('OBS_DEMO_CONTROL'),
  chromium: needed('CHROMIUM'),
  testDir: needed('OBS_TEST_DIR'),
  /** Cookies of a signed-in user, for `test.use({ storageState: rig.signedIn('viewer') })`. */
  signedIn: (role: UserRole, grafana: 'provisioned' | 'fresh' = 'provisioned'): string =>
    path.join(needed('OBS_TEST_DIR'), `${grafana}-${role}.json`),
};

export const APP_ID = 'observatory-pulsar-app';
export const DATASOURCE_UID = 'observatory-pulsar';
