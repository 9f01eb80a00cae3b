import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { systemClock } from '../../util/clock.ts';
import { WORKER_SOURCE } from './source.gen.ts';
import type { Answer, Task } from './tasks.ts';

interface Waiting {
  task: Task;
  transfer: ArrayBuffer[];
  resolve: (answer: never) => void;
  reject: (error: unknown) => void;
  signal: AbortSignal | undefined;
}

/** Threads are ended after this much idleness: each holds about 10 MB. */
const IDLE_MS = 20_000;
const MAX_WORKERS = 2;

/**
 * Worker threads for the heavy part of analysis, so that scrapes stay on time. They start when there is work and end when
 * there has been none for a while; idle ones do not keep the process alive. A task that is aborted while it waits is not begun.
 */
export class WorkerPool {
  private readonly size: number;
  private readonly idle: Worker[] = [];
  private readonly busy = new Map<Worker, Waiting>();
  private readonly waiting: Waiting[] = [];
  private cancelIdle: (() => void) | undefined;

  constructor(size = Math.max(1, Math.min(MAX_WORKERS, availableParallelism()))) {
    this.size = size;
  }

  /** The buffers of `transfer` belong to the worker afterwards. @throws what the task throws, or the signal's reason */
  run<T extends Task>(task: T, transfer: ArrayBuffer[] = [], signal?: AbortSignal): Promise<Answer<T>> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ task, transfer, resolve: resolve as (answer: never) => void, reject, signal });
      this.next();
    });
  }

  /** Ends all threads; what waits is rejected. */
  async close(): Promise<void> {
    this.cancelIdle?.();
    for (const { reject } of [...this.waiting.splice(0), ...this.busy.values()])
      reject(new Error('analysis was stopped'));
    const all = [...this.idle.splice(0), ...this.busy.keys()];
    this.busy.clear();
    await Promise.all(all.map((worker) => worker.terminate()));
  }

  private next(): void {
    while (this.waiting.length > 0 && (this.idle.length > 0 || this.busy.size < this.size)) {
      const job = this.waiting.shift();
      if (!job) return;
      if (job.signal?.aborted) {
        job.reject(job.signal.reason);
        continue;
      }
      const worker = this.idle.pop() ?? this.create();
      this.busy.set(worker, job);
      worker.ref();
      worker.postMessage({ id: 0, task: job.task }, job.transfer);
    }
    this.cancelIdle?.();
    if (this.busy.size === 0) this.cancelIdle = systemClock.setTimeout(() => this.endIdle(), IDLE_MS);
  }

  private create(): Worker {
    const worker = new Worker(WORKER_SOURCE, { eval: true });
    worker.on('message', (message: { answer?: never; error?: string }) => {
      const job = this.busy.get(worker);
      this.busy.delete(worker);
      this.idle.push(worker);
      // Only work keeps the process alive.
      worker.unref();
      if (message.error === undefined) job?.resolve(message.answer as never);
      else job?.reject(new Error(message.error));
      this.next();
    });
    worker.on('error', (error) => {
      const job = this.busy.get(worker);
      this.busy.delete(worker);
      job?.reject(error);
      this.next();
    });
    return worker;
  }

  private endIdle(): void {
    for (const worker of this.idle.splice(0)) void worker.terminate();
  }
}

/** One for the process: analyses share the threads as they share the cores. */
export const analysisWorkers = new WorkerPool();
