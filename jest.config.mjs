// One project a host: Node workspaces run as native ESM, browser parts in jsdom.
const swc = (tsx, module = 'es6') => [
  '@swc/jest',
  {
    jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx }, transform: { react: { runtime: 'automatic' } } },
    module: { type: module },
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

const browser = (dir, displayName, ignored = []) => ({
  displayName,
  rootDir: `<rootDir>/${dir}`,
  testEnvironment: 'jsdom',
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...ignored],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': swc(true) },
  moduleNameMapper: { '\\.css$': '<rootDir>/../scripts/jest/css-module.mjs' },
  setupFilesAfterEnv: ['<rootDir>/../scripts/jest/browser-setup.mjs'],
});

/**
 * What runs in Grafana's browser beside the views. CommonJS: as ES modules @grafana/ui is some thousand files, which jest
 * loads anew for every test file.
 */
const plugin = {
  displayName: 'plugin',
  rootDir: '<rootDir>/src',
  testEnvironment: 'jsdom',
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '<rootDir>/views/'],
  resolver: '<rootDir>/../scripts/jest/commonjs-resolver.cjs',
  transform: { '^.+\\.tsx?$': swc(true, 'commonjs') },
  moduleNameMapper: {
    '\\.css$': '<rootDir>/../scripts/jest/css-module.cjs',
    '\\.svg$': '<rootDir>/../scripts/jest/asset.cjs',
    '^react-inlinesvg$': '<rootDir>/../scripts/jest/react-inlinesvg.cjs',
  },
  setupFilesAfterEnv: ['<rootDir>/../scripts/jest/plugin-setup.cjs'],
};

export default {
  // Tests start processes and servers on machines of any load: a limit against hanging, not a measure of speed.
  testTimeout: 120_000,
  projects: [
    node('protocol'),
    node('grafana-backend-sdk'),
    node('backend-datasource'),
    node('backend-sidecar'),
    node('worker-agent'),
    node('demo'),
    node('cli'),
    node('bench'),
    node('e2e'),
    node('scripts'),
    browser('src', 'src', ['<rootDir>/(?!views/)']),
    plugin,
    browser('console', 'console'),
  ],
};
