/** What can be acted on from a page. */
export interface ActionTarget {
  /** Topology id, or `agents/<agent>/<service>`. */
  id: string;
  /** What it is called in the list of targets. */
  title: string;
}
