import { autorecoveryOperation } from './shared/autorecovery-operation.ts';

export const autorecoveryOff = autorecoveryOperation(false);
