/** The datasource's backend. */
export { createDatasource, type DatasourceOptions } from './plugin.ts';
