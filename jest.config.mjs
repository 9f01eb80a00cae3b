// One project a host: Node workspaces run as native ESM, browser parts in jsdom.
const swc = (tsx) => [
  '@swc/jest',
  {
    jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx }, transform: { react: { runtime: 'automatic' } } },
    module: { type: 'es6' },
  },
];

const node = (workspace) => ({
  displayName: workspace,
  rootDir: `<rootDir>/${workspace}`,
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.ts$': swc(false) },
});

const browser = (dir, displayName) => ({
  displayName,
  rootDir: `<rootDir>/${dir}`,
  testEnvironment: 'jsdom',
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': swc(true) },
  moduleNameMapper: { '\\.css$': '<rootDir>/../scripts/jest/css-module.mjs' },
  setupFilesAfterEnv: ['<rootDir>/../scripts/jest/browser-setup.mjs'],
});

export default {
  // Tests start processes and servers on machines of any load: a limit against hanging, not a measure of speed.
  testTimeout: 30_000,
  projects: [
    node('protocol'),
    node('grafana-backend-sdk'),
    node('backend-datasource'),
    node('backend-sidecar'),
    node('worker-agent'),
    node('demo'),
    node('cli'),
    node('scripts'),
    browser('src', 'src'),
    browser('console', 'console'),
  ],
};
