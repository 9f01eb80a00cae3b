import type {
  AgentReport,
  HostSummary,
  MetricPoint,
  ProcessRow,
  ReporterCommand,
  ReporterStatistics,
  ServiceStatus,
} from '@observatory/protocol/agents';
import { messageOf } from '../util/agent-error.ts';
import type { Logger } from '../util/logger.ts';
import { currentInterval, initialInterval, nextInterval, type IntervalState } from './next-interval.ts';
import { processPoints } from './process-points.ts';

export interface ReporterOptions {
  sample: () => Promise<{ summary: HostSummary; points: MetricPoint[] }>;
  processes: () => Promise<{ processes: ProcessRow[]; processCount: number }>;
  /** Gives the services as they are, and nothing newer is told before `use` is through. */
  withServices: (use: (services: ServiceStatus[]) => void) => Promise<void>;
  /** Hands a report to the buffer. @throws when it cannot be kept. */
  send: (report: AgentReport) => void;
  droppedLines: () => number;
  logger: Logger;
  /** Distance of samples; a report carries all since the last. */
  sampleMs?: number;
}

const SAMPLE_MS = 30_000;
const MAX_SAMPLES = 40;
/** A suggestion holds so long; who looks on suggests again. */
const SUGGESTION_MS = 300_000;

/** Samples the host at a steady pace and reports at an adapting one. */
export class Reporter {
  private readonly options: ReporterOptions;
  private interval: IntervalState = initialInterval();
  private samples: AgentReport['samples'] = [];
  private running = false;
  private total = 0;
  private failed = 0;
  private lastStatus: ReporterStatistics['last_report_status'] = 'none';
  private lastReportMs = 0;
  private suggestedUntilMs = 0;
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> | undefined;

  constructor(options: ReporterOptions) {
    this.options = options;
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.lastReportMs = 0;
    void this.tick();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
  }

  /** Carries a command out. @returns the statistics afterwards. */
  async command(request: ReporterCommand): Promise<ReporterStatistics> {
    switch (request.command) {
      case 'stop':
        this.stop();
        break;
      case 'start':
        this.start();
        break;
      case 'set_interval':
        this.interval = { ...this.interval, fixedSeconds: request.intervalSeconds };
        break;
      case 'report_now':
        await this.reportNow();
        break;
      case 'status':
        break;
    }
    return this.statistics();
  }

  suggest(intervalSeconds: number): void {
    this.interval = { ...this.interval, suggestedSeconds: intervalSeconds };
    this.suggestedUntilMs = Date.now() + SUGGESTION_MS;
  }

  statistics(): ReporterStatistics {
    return {
      total_reports: this.total,
      failed_reports: this.failed,
      success_rate_percent: this.total === 0 ? 100 : (100 * (this.total - this.failed)) / this.total,
      current_interval: currentInterval(this.interval),
      last_report_status: this.lastStatus,
      running: this.running,
      dropped_lines: this.options.droppedLines(),
    };
  }

  async reportNow(): Promise<void> {
    while (this.working) await this.working;
    this.working = this.report();
    await this.working.finally(() => (this.working = undefined));
  }

  private async tick(): Promise<void> {
    if (!this.running) return;
    const { sampleMs = SAMPLE_MS } = this.options;
    this.timer = setTimeout(() => void this.tick(), sampleMs);
    if (this.suggestedUntilMs < Date.now()) this.interval = { ...this.interval, suggestedSeconds: undefined };
    // Half a sample's distance early rather than a whole one late.
    const due = this.lastReportMs + currentInterval(this.interval) * 1000 - sampleMs / 2;
    try {
      if (Date.now() >= due) await this.reportNow();
      else await this.takeSample();
    } catch (error) {
      this.options.logger.warn({ error: messageOf(error) }, 'the host could not be measured');
    }
  }

  private async takeSample(): Promise<void> {
    this.samples = [...this.samples, await this.options.sample()].slice(-MAX_SAMPLES);
  }

  private async report(): Promise<void> {
    this.total++;
    this.lastReportMs = Date.now();
    try {
      await this.takeSample();
      const { processes, processCount } = await this.options
        .processes()
        .catch(() => ({ processes: [], processCount: 0 }));
      await this.options.withServices((services) => this.send(services, processes, processCount));
      const { summary } = this.samples[this.samples.length - 1];
      this.interval = nextInterval(this.interval, summary);
      this.samples = [];
    } catch (error) {
      this.failed++;
      this.lastStatus = 'failed';
      this.options.logger.warn({ error: messageOf(error) }, 'a report failed; its samples go with the next one');
    }
  }

  private send(services: ServiceStatus[], processes: AgentReport['processes'], processCount: number): void {
    const samples = this.samples.map((each, index) =>
      index === this.samples.length - 1
        ? { ...each, points: [...each.points, ...this.ownPoints(services), ...processPoints(processes, processCount)] }
        : each,
    );
    this.lastStatus = 'success';
    this.options.send({ samples, processes, processCount, services, statistics: this.statistics() });
  }

  /** Services and the reporter itself as series. */
  private ownPoints(services: readonly ServiceStatus[]): MetricPoint[] {
    const { total_reports, failed_reports, current_interval, dropped_lines } = this.statistics();
    return [
      ...services.map(({ name, manager, node, state }): MetricPoint => [
        'observatory_service_up',
        { service: name, manager, ...(node && { node }) },
        state === 'running' ? 1 : 0,
      ]),
      ...[...new Set(services.flatMap(({ node }) => node ?? []))].map((node): MetricPoint => [
        'observatory_agent_info',
        { node },
        1,
      ]),
      ['observatory_agent_sent_reports_total', {}, total_reports],
      ['observatory_agent_failed_reports_total', {}, failed_reports],
      ['observatory_agent_report_interval_seconds', {}, current_interval],
      ['observatory_agent_lines_dropped_total', {}, dropped_lines],
    ];
  }
}
