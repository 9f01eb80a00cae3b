/**
 * What go-plugin and a plugin say to each other before gRPC: the host sets variables, the plugin writes one line,
 * `core protocol|plugin protocol|network|address|grpc`.
 */
import type { Listening } from './listen.ts';

const CORE_VERSION = 1;
const PLUGIN_VERSION = '2';

/** What is wrong with the way the program was started, as a sentence for whoever started it; undefined if nothing is. */
export function wrongStart(env: NodeJS.ProcessEnv): string | undefined {
  if (env.grafana_plugin_type !== 'datasource')
    return 'This program is the backend of a Grafana plugin and is not run by hand: Grafana starts it, with grafana_plugin_type=datasource in its environment.';
  const versions = env.PLUGIN_PROTOCOL_VERSIONS;
  if (versions && !versions.split(',').includes(PLUGIN_VERSION))
    return `Grafana speaks plugin protocol ${versions}, this plugin version ${PLUGIN_VERSION}: update whichever is older.`;
  if (env.PLUGIN_CLIENT_CERT)
    return 'The host wants TLS between itself and the plugin (PLUGIN_CLIENT_CERT is set), which Grafana does not and this plugin cannot.';
  return undefined;
}

export function handshakeLine({ network, address }: Pick<Listening, 'network' | 'address'>): string {
  return `${CORE_VERSION}|${PLUGIN_VERSION}|${network}|${address}|grpc\n`;
}
