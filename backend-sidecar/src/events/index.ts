export { EventLog, type EventLogOptions, type EventQuery, type NewEvent } from './event-log.ts';
