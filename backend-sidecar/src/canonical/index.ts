export { Canonical, type CanonicalOptions } from './canonical.ts';
