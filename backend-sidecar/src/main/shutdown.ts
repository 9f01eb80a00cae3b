import { messageOf } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';

/** What has to be stopped, in reverse order of its start. A step that fails does not keep the others from stopping. */
export class Shutdown {
  private readonly logger: Logger;
  private readonly steps: { name: string; stop: () => void | Promise<void> }[] = [];
  private running: Promise<void> | undefined;

  constructor(logger: Logger) {
    this.logger = logger;
  }

  add(name: string, stop: () => void | Promise<void>): void {
    this.steps.push({ name, stop });
  }

  /** Stops everything once; later calls wait for the same end. */
  run(): Promise<void> {
    return (this.running ??= this.stopAll());
  }

  private async stopAll(): Promise<void> {
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      try {
        await step.stop();
      } catch (error) {
        this.logger.error({ error: messageOf(error) }, `stopping ${step.name} failed`);
      }
    }
  }
}
