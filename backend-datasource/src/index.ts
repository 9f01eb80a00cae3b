/** The datasource's backend. */
export {};
