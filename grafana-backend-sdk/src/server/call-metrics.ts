/** The SDK's own metrics in Prometheus' text format: calls by method and outcome, their duration, and the process. */
export type Outcome = 'ok' | 'error' | 'cancelled';

interface MethodCounts {
  open: number;
  outcomes: Record<Outcome, number>;
  /** Of all calls that ended. */
  seconds: number;
}

export class CallMetrics {
  private readonly methods = new Map<string, MethodCounts>();
  private readonly startedAt = Date.now() / 1000 - process.uptime();
  private uncaught = 0;

  begin(method: string): void {
    this.of(method).open++;
  }

  end(method: string, outcome: Outcome, seconds: number): void {
    const counts = this.of(method);
    counts.open--;
    counts.outcomes[outcome]++;
    counts.seconds += seconds;
  }

  countUncaught(): void {
    this.uncaught++;
  }

  text(): string {
    const cpu = process.cpuUsage();
    const methods = [...this.methods];
    const family = (name: string, type: string, help: string, samples: readonly string[]) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${type}`,
      ...samples.map((sample) => `${name}${sample}`),
    ];
    const lines = [
      family(
        'grafana_plugin_calls_total',
        'counter',
        'Calls of Grafana that ended, by method and outcome.',
        methods.flatMap(([method, { outcomes }]) =>
          Object.entries(outcomes).map(([outcome, count]) => `{method="${method}",outcome="${outcome}"} ${count}`),
        ),
      ),
      family(
        'grafana_plugin_call_seconds_total',
        'counter',
        'Time spent in calls that ended, by method.',
        methods.map(([method, { seconds }]) => `{method="${method}"} ${seconds}`),
      ),
      family(
        'grafana_plugin_calls_open',
        'gauge',
        'Calls under way, by method.',
        methods.map(([method, { open }]) => `{method="${method}"} ${open}`),
      ),
      family('grafana_plugin_uncaught_total', 'counter', 'Exceptions that nobody caught.', [` ${this.uncaught}`]),
      family('process_cpu_seconds_total', 'counter', 'CPU time of the process.', [` ${(cpu.user + cpu.system) / 1e6}`]),
      family('process_resident_memory_bytes', 'gauge', 'Resident memory.', [` ${process.memoryUsage.rss()}`]),
      family('process_start_time_seconds', 'gauge', 'Start of the process, seconds since 1970.', [
        ` ${this.startedAt}`,
      ]),
    ];
    return `${lines.flat().join('\n')}\n`;
  }

  private of(method: string): MethodCounts {
    let counts = this.methods.get(method);
    if (!counts)
      this.methods.set(method, (counts = { open: 0, outcomes: { ok: 0, error: 0, cancelled: 0 }, seconds: 0 }));
    return counts;
  }
}
