import type { LogLine, LogSources } from '@observatory/protocol/logs';

const MAX_LOGGERS = 2000;
const SHOWN_LOGGERS = 500;

/** Names that filters can offer. Bounded: the rarest loggers go when there are too many. */
export class SourceNames {
  private readonly nodes = new Set<string>();
  private readonly sources = new Set<string>();
  private loggers = new Map<string, number>();

  addNode(node: string): void {
    this.nodes.add(node);
  }

  add({ logger, source }: LogLine): void {
    if (this.sources.size < MAX_LOGGERS) this.sources.add(source);
    if (logger === '') return;
    this.loggers.set(logger, (this.loggers.get(logger) ?? 0) + 1);
    if (this.loggers.size > MAX_LOGGERS) this.loggers = new Map(this.byUse().slice(0, MAX_LOGGERS / 2));
  }

  list(): Pick<LogSources, 'nodes' | 'sources' | 'loggers'> {
    return {
      nodes: [...this.nodes].sort(),
      sources: [...this.sources].sort(),
      loggers: this.byUse()
        .slice(0, SHOWN_LOGGERS)
        .map(([name]) => name)
        .sort(),
    };
  }

  private byUse(): [string, number][] {
    return [...this.loggers].sort((a, b) => b[1] - a[1]);
  }
}
