/** Grafana's backend plugin protocol in TypeScript. */
export {};
