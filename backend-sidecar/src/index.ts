export { startSidecar, type Sidecar, type SidecarOptions } from './main.ts';
export { loadConfig, parseConfig, type Config } from './config/index.ts';
export { createLogger } from './observe/logging.ts';
