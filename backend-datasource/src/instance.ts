import type { DataSourceInstanceSettings, Logger } from '@observatory/grafana-backend-sdk';
import { connectionSettings, type ConnectionSettings } from './connection/connection-settings.ts';
import { SidecarClient } from './connection/sidecar-client.ts';
import { SharedAnswers } from './query/shared-answers.ts';
import type { ChannelStore } from './stream/channel-store.ts';
import { Channels } from './stream/channels.ts';
import { Upstream } from './stream/upstream.ts';

export interface InstanceParts {
  settings: DataSourceInstanceSettings;
  store: ChannelStore;
  logger: Logger;
  userAgent: string;
}

/** One configured datasource: its sidecar, and what its panels share. */
export class Instance {
  readonly uid: string;
  readonly settings: ConnectionSettings;
  readonly client: SidecarClient;
  readonly answers: SharedAnswers;
  readonly channels: Channels;
  readonly upstream: Upstream;

  /** @throws BackendError when the settings are wrong. */
  constructor({ settings, store, logger, userAgent }: InstanceParts) {
    this.uid = settings.uid;
    this.settings = connectionSettings(settings);
    this.client = new SidecarClient(this.settings, { userAgent });
    this.answers = new SharedAnswers({
      ask: (queries, signal, headers) => this.client.frames([...queries], { signal, headers }),
    });
    this.upstream = new Upstream({ connect: () => this.client.openStream(), logger });
    this.channels = new Channels({ uid: settings.uid, store, upstream: this.upstream });
  }

  async dispose(): Promise<void> {
    this.answers.clear();
    this.upstream.close();
    await this.client.close();
  }
}
