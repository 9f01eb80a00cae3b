/** What may be asked of each host. Topology and topics share one, so that a broker sees one budget, not two. */
export interface HostBudget {
  /** Takes one request from the account of `host:port`; false when none is left, or when it is in debt for its answers. */
  take(host: string): boolean;
  charge(host: string, bytes: number): void;
}
