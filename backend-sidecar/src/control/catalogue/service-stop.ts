import { serviceOperation } from './shared/service-operation.ts';

export const serviceStop = serviceOperation('stop');
