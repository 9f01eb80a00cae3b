import { serviceOperation } from './shared/service-operation.ts';

export const serviceStart = serviceOperation('start');
