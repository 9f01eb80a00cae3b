import { autorecoveryOperation } from './shared/autorecovery-operation.ts';

export const autorecoveryOn = autorecoveryOperation(true);
