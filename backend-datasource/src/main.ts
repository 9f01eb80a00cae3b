/** The executable that Grafana starts: `gpx_observatory_<os>_<arch>`. */
import { createLogger, serve } from '@observatory/grafana-backend-sdk';
import { createDatasource } from './plugin.ts';

const logger = createLogger();
void serve(createDatasource({ logger }), { logger });
