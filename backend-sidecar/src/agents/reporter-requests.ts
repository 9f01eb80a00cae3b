import type { ReporterCommand, ReporterStatistics, SidecarMessage } from '@observatory/protocol/agents';
import type { Clock } from '../util/clock.ts';
import { ObservatoryError } from '../util/errors.ts';

interface Waiting {
  agent: string;
  answer: (statistics: ReporterStatistics) => void;
}

/** What reporters were asked, until they answer. */
export class ReporterRequests {
  private readonly clock: Clock;
  private readonly waiting = new Map<string, Waiting>();
  private next = 1;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /**
   * Asks the reporter of an agent. @param send false when the agent is not connected
   * @throws ObservatoryError `OBS_AGENT_OFFLINE` (409), `OBS_AGENT_UNANSWERED` (504).
   */
  ask(
    agent: string,
    request: ReporterCommand,
    send: (message: SidecarMessage) => boolean,
    timeoutMs: number,
  ): Promise<ReporterStatistics> {
    const id = `r${this.next++}`;
    return new Promise((resolve, reject) => {
      const cancel = this.clock.setTimeout(() => {
        this.waiting.delete(id);
        reject(
          new ObservatoryError('OBS_AGENT_UNANSWERED', `the agent ${agent} did not answer`, {
            httpStatus: 504,
            hint: 'look at its log; it may be overloaded',
          }),
        );
      }, timeoutMs);
      this.waiting.set(id, {
        agent,
        answer: (statistics) => {
          cancel();
          resolve(statistics);
        },
      });
      if (send({ type: 'reporter', id, request })) return;
      cancel();
      this.waiting.delete(id);
      reject(
        new ObservatoryError('OBS_AGENT_OFFLINE', `the agent ${agent} is not connected`, {
          httpStatus: 409,
          hint: 'start it, or look at its log for why the link is down',
        }),
      );
    });
  }

  /** An answer counts only from the agent that was asked. */
  answer(agent: string, id: string, statistics: ReporterStatistics): void {
    const waiting = this.waiting.get(id);
    if (waiting?.agent !== agent) return;
    this.waiting.delete(id);
    waiting.answer(statistics);
  }
}
