export { WriteReceiver } from './receiver.ts';
export type { WriteAnswer, WriteReceiverOptions, WriteReceiverStats } from './receiver.ts';
