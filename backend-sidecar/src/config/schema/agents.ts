import { duration, filePath, integer, size } from '../scalars.ts';
import { list, section } from '../section.ts';

const DAY = 86_400_000;

export const agentsSchema = section({
  max_agents: integer(1).default(2000).describe('Most connections of agents at a time.'),
  client_ca_file: filePath()
    .optional()
    .describe(
      "CA, PEM, of agents' client certificates; with it an agent needs one, beside its key (mTLS). Needs `tls`.",
    ),
  certificate_files: list(filePath())
    .default([])
    .describe('More certificates, PEM, whose expiry is listed beside those of `tls` and of agents.'),
});

export const logsSchema = section({
  retention: duration()
    .default(7 * DAY)
    .describe('How long log lines of agents are kept; 0s means for ever.'),
  retention_size: size()
    .default(1 << 30)
    .describe('Most bytes of log lines on disk; the oldest go first. 0 means no limit.'),
});
