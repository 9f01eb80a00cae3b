import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { agentName, agentPublicKey } from '@observatory/protocol/agents';
import * as z from 'zod';
import { messageOf, ObservatoryError } from '../util/errors.ts';

const registeredAgent = z.object({
  id: agentName,
  key: agentPublicKey,
  kid: z.string(),
  enrolledMs: z.number(),
  /** Offered by the agent, not used yet. */
  nextKey: agentPublicKey.optional(),
  revokedMs: z.number().optional(),
});
export type RegisteredAgent = z.infer<typeof registeredAgent>;

const enrolToken = z.object({ hash: z.string(), expiresMs: z.number(), agent: agentName.optional() });
export type EnrolToken = z.infer<typeof enrolToken>;

const content = z.object({ version: z.literal(1), agents: z.array(registeredAgent), tokens: z.array(enrolToken) });

/** The registry on disk: one JSON file, replaced as a whole. */
export class RegistryFile {
  agents = new Map<string, RegisteredAgent>();
  tokens: EnrolToken[] = [];
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  /** @throws ObservatoryError `OBS_AGENT_REGISTRY`. */
  open(): void {
    let text: string;
    try {
      text = readFileSync(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw this.damaged(error);
    }
    try {
      const { agents, tokens } = content.parse(JSON.parse(text));
      this.agents = new Map(agents.map((each) => [each.id, each]));
      this.tokens = tokens;
    } catch (error) {
      throw this.damaged(error);
    }
  }

  /** On disk, name and content, when it returns. */
  save(): void {
    const folder = path.dirname(this.file);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const half = `${this.file}.new`;
    const fd = openSync(half, 'w', 0o600);
    try {
      writeSync(fd, JSON.stringify({ version: 1, agents: [...this.agents.values()], tokens: this.tokens }));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(half, this.file);
    if (process.platform === 'win32') return;
    const directory = openSync(folder, 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  }

  private damaged(error: unknown): ObservatoryError {
    return new ObservatoryError(
      'OBS_AGENT_REGISTRY',
      `${this.file} cannot be read: ${messageOf(error).slice(0, 300)}`,
      {
        hint: 'restore it from a backup, or move it away and enrol the agents again',
        cause: error,
      },
    );
  }
}
