/** The agent on worker hosts. */
export {};
