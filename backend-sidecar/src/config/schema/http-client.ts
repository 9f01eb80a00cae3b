/** How an HTTP request is authenticated and encrypted: the same keys wherever the sidecar is a client, as in Prometheus. */
import { boolean, filePath, nonEmptyText, oneOf, secret, text } from '../scalars.ts';
import { list, mapping, refusedKey, section } from '../section.ts';

export const tlsSchema = section({
  ca: text().optional().describe('PEM certificates of the authorities to trust, inline.'),
  ca_file: filePath()
    .optional()
    .describe('File with PEM certificates of the authorities to trust; read again when it changes.'),
  cert: text().optional().describe('PEM client certificate, inline.'),
  cert_file: filePath().optional().describe('File with the PEM client certificate; read again when it changes.'),
  key: secret().optional().describe('PEM client key, inline.'),
  key_file: filePath().optional().describe('File with the PEM client key; read again when it changes.'),
  server_name: text().optional().describe('Name to expect in the server certificate, and to send as SNI.'),
  insecure_skip_verify: boolean().default(false).describe('Accept any server certificate.'),
  min_version: oneOf('TLS10', 'TLS11', 'TLS12', 'TLS13').optional().describe('Lowest TLS version to accept.'),
  max_version: oneOf('TLS10', 'TLS11', 'TLS12', 'TLS13').optional().describe('Highest TLS version to accept.'),
});

const NO_PROXY = 'the sidecar connects to targets directly; run it where it can reach them';

/** The shape to spread into a section. */
export const httpClientShape = {
  basic_auth: section({
    username: text().optional().describe('User name.'),
    username_file: filePath().optional().describe('File that holds the user name.'),
    password: secret().optional().describe('Password.'),
    password_file: filePath().optional().describe('File that holds the password; read at each use.'),
  })
    .optional()
    .describe('HTTP basic authentication.'),
  authorization: section({
    type: nonEmptyText().default('Bearer').describe('Scheme of the Authorization header.'),
    credentials: secret().optional().describe('Credentials of the Authorization header.'),
    credentials_file: filePath().optional().describe('File that holds the credentials; read at each use.'),
  })
    .optional()
    .describe('Authorization header.'),
  bearer_token: secret().optional().describe('Short for `authorization: { credentials: … }`.'),
  bearer_token_file: filePath().optional().describe('Short for `authorization: { credentials_file: … }`.'),
  oauth2: refusedKey(
    'OAuth 2 token endpoints are not implemented; use bearer_token_file with a token that another process renews',
  ),
  tls_config: tlsSchema.optional().describe('TLS towards the server.'),
  follow_redirects: boolean()
    .default(true)
    .describe('Follow redirects, and then only to hosts that this configuration names.'),
  enable_http2: boolean()
    .default(true)
    .describe('Accepted for compatibility; connections are HTTP/1.1 with keep-alive.'),
  proxy_url: refusedKey(NO_PROXY),
  no_proxy: refusedKey(NO_PROXY),
  proxy_from_environment: refusedKey(NO_PROXY),
  proxy_connect_header: refusedKey(NO_PROXY),
  http_headers: mapping(
    section({
      values: list(text()).default([]).describe('Values to send.'),
      secrets: list(secret()).default([]).describe('Values to send that are never shown.'),
      files: list(filePath()).default([]).describe('Files whose contents are sent; read at each use.'),
    }),
  )
    .default({})
    .describe('Further request headers, by name.'),
};
