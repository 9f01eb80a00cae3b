import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { runInfo, type RunInfo, type RunStart, type RunStop } from '@observatory/protocol/run-objects';
import { sendToSidecar, type SidecarAddress } from './sidecar-client.ts';

const TIMEOUT_MS = 5000;
/** Results are large, and written once. */
const UPLOAD_TIMEOUT_MS = 60_000;

/** A run of this command that a sidecar keeps, too. Its methods throw; whoever wraps a command tells and goes on. */
export class Registration {
  readonly id: string;
  private readonly address: SidecarAddress;

  private constructor(address: SidecarAddress, id: string) {
    this.address = address;
    this.id = id;
  }

  /** @throws Error when the sidecar cannot be asked, or refuses (it wants an operator) */
  static async begin(address: SidecarAddress, start: RunStart): Promise<Registration> {
    const { id } = await ask(address, 'POST', 'control/runs', start);
    return new Registration(address, id);
  }

  /** As the sidecar sees it: it may have been ended there. */
  state(): Promise<RunInfo> {
    return ask(this.address, 'GET', `runs/${this.id}`);
  }

  async upload(file: string): Promise<void> {
    const { mtimeMs } = await stat(file);
    const search = new URLSearchParams({ file: path.basename(file), modified: String(Math.round(mtimeMs)) });
    await sendToSidecar(
      this.address,
      `control/runs/${this.id}/results?${search}`,
      { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: await readFile(file) },
      AbortSignal.timeout(UPLOAD_TIMEOUT_MS),
    );
  }

  async end(stop: RunStop): Promise<void> {
    await ask(this.address, 'POST', `control/runs/${this.id}/stop`, stop);
  }
}

async function ask(address: SidecarAddress, method: string, route: string, body?: unknown): Promise<RunInfo> {
  const init = body === undefined ? { method } : { method, headers: JSON_TYPE, body: JSON.stringify(body) };
  const response = await sendToSidecar(address, route, init, AbortSignal.timeout(TIMEOUT_MS));
  return runInfo.parse(await response.json());
}

const JSON_TYPE = { 'content-type': 'application/json' };
