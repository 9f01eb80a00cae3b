import { appendFileSync } from 'node:fs';
import { faultRequestSchema, type FaultRequest, type GroundTruth } from '@observatory/protocol/demo';
import { createRandom, type Random } from '../random.ts';
import type { World } from '../model/world.ts';
import { catalogue } from './catalogue/index.ts';
import type { Fault } from './fault.ts';

/** A fault request that cannot be carried out; the message says what is wrong. */
export class FaultError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FaultError';
  }
}

/**
 * Carries out faults and writes the ground truth: one line when a fault begins and the same line with `clearedMs` when it is
 * over, in memory and, if asked for, appended to a JSONL file (the last line of an id counts).
 */
export class FaultEngine {
  private readonly world: World;
  private readonly file: string | undefined;
  private readonly random: Random;
  private readonly waiting: Fault[] = [];
  private readonly active = new Map<string, Fault>();
  private readonly truth = new Map<string, GroundTruth>();
  private nextId = 1;

  constructor(world: World, file?: string) {
    this.world = world;
    this.file = file;
    this.random = createRandom(world.seed, 'faults');
  }

  /** Accepts a fault, to begin now or at `atMs`. Throws a FaultError for a target that does not exist. */
  inject(request: FaultRequest): Fault {
    const parsed = faultRequestSchema.safeParse(request);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new FaultError(`${issue.path.join('.') || 'fault'}: ${issue.message}`);
    }
    const { kind, intensity, durationMs, atMs } = parsed.data;
    const definition = catalogue[kind];
    const target = parsed.data.target ?? definition.pick(this.world, this.random);
    const wrong = definition.check(this.world, target);
    if (wrong) throw new FaultError(wrong);
    const beginsMs = Math.max(this.world.nowMs, atMs ?? 0);
    const fault: Fault = {
      id: `fault-${this.nextId++}`,
      kind,
      target,
      intensity,
      beginsMs,
      endsMs: beginsMs + (durationMs ?? definition.durationMs),
      memory: {},
    };
    this.waiting.push(fault);
    if (beginsMs <= this.world.nowMs) this.begin(fault);
    return fault;
  }

  /** Ends a fault, or all; true when there was one. */
  clear(id?: string): boolean {
    const list = [...this.active.values(), ...this.waiting].filter((f) => id === undefined || f.id === id);
    for (const fault of list) this.end(fault);
    return list.length > 0;
  }

  /** Faults that wait or are active. */
  list(): Fault[] {
    return [...this.active.values(), ...this.waiting];
  }

  /** The log so far, oldest first. */
  groundTruth(): GroundTruth[] {
    return [...this.truth.values()];
  }

  /** Begins, drives and ends faults; called before each tick. */
  step(): void {
    for (const fault of [...this.waiting]) if (fault.beginsMs <= this.world.nowMs) this.begin(fault);
    for (const fault of [...this.active.values()]) {
      if (this.world.nowMs >= fault.endsMs) this.end(fault);
      else catalogue[fault.kind].step?.(this.world, fault);
    }
  }

  private begin(fault: Fault): void {
    const definition = catalogue[fault.kind];
    this.waiting.splice(this.waiting.indexOf(fault), 1);
    this.active.set(fault.id, fault);
    const line: GroundTruth = {
      id: fault.id,
      kind: fault.kind,
      node: definition.node(this.world, fault),
      target: fault.target,
      intensity: fault.intensity,
      injectedMs: fault.beginsMs,
      endsMs: fault.endsMs,
      clearedMs: null,
      cause: definition.cause(this.world, fault),
      chain: definition.chain(this.world, fault).map((symptom, order) => ({ order, ...symptom })),
    };
    this.write(line);
    definition.begin(this.world, fault);
  }

  private end(fault: Fault): void {
    const at = this.waiting.indexOf(fault);
    if (at >= 0) {
      this.waiting.splice(at, 1);
      return;
    }
    this.active.delete(fault.id);
    catalogue[fault.kind].end(this.world, fault);
    const line = this.truth.get(fault.id);
    if (line) this.write({ ...line, clearedMs: this.world.nowMs });
  }

  private write(line: GroundTruth): void {
    this.truth.set(line.id, line);
    if (this.file) appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }
}
