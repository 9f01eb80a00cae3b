export { planIncident, type IncidentPlan } from './plan-incident.ts';
export { playIncident, type PlayedIncident, type PlayedScrape } from './play-incident.ts';
