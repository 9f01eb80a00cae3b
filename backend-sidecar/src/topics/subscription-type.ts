import { FieldNames } from './json/field-names.ts';

/** `None` is what a broker says of a subscription that never had a consumer since it was loaded. */
export const SUBSCRIPTION_TYPES = ['None', 'Exclusive', 'Shared', 'Failover', 'Key_Shared', 'Unknown'] as const;
export type SubscriptionType = (typeof SUBSCRIPTION_TYPES)[number];

const names = new FieldNames(SUBSCRIPTION_TYPES);

/** Index in SUBSCRIPTION_TYPES. */
export function subscriptionTypeOf(bytes: Uint8Array, start: number, end: number): number {
  const index = names.find(bytes, start, end);
  return index >= 0 ? index : SUBSCRIPTION_TYPES.length - 1;
}
