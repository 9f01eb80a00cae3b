import { serviceOperation } from './shared/service-operation.ts';

export const serviceRestart = serviceOperation('restart');
