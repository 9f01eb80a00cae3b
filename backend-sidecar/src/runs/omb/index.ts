export * from './omb-result.ts';
export { parseOmb, type OmbParsed } from './parse-omb.ts';
export { ombNotes, fanOutOf, idleConsumers, type OmbNote } from './omb-notes.ts';
export { hasValues, maxOf, meanOf } from './omb-columns.ts';
