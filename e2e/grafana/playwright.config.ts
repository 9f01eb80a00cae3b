import path from 'node:path';
import { defineConfig } from '@playwright/test';
import type { PluginOptions } from '@grafana/plugin-e2e';
import { rig } from './rig.ts';

/** Run by `npm run test:grafana` (scripts/grafana-test.mjs), which starts what the specs need and sets their environment. */
export default defineConfig<PluginOptions>({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: path.join(rig.testDir, 'output'),
  // One Grafana, one demo cluster: faults of one test would show in another.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json']],
  globalSetup: './sign-in.ts',
  use: {
    baseURL: rig.url,
    provisioningRootDir: path.resolve(import.meta.dirname, '../../provisioning'),
    grafanaAPICredentials: { user: 'admin', password: rig.password },
    storageState: rig.signedIn('admin'),
    viewport: { width: 1400, height: 1000 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: rig.chromium,
      args: [
        ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
        ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ],
    },
  },
});
