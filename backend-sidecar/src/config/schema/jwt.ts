/** `auth.jwt`: whose signed tokens are taken, and what they may do; docs/guide/api.md. */
import { duration, filePath, httpUrl, nonEmptyText, oneOf } from '../scalars.ts';
import { list, mapping, section } from '../section.ts';

/** Asymmetric ones alone: nobody can sign with what verifies. */
export const JWT_ALGORITHMS = [
  'EdDSA',
  'Ed25519',
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
] as const;
export type JwtAlgorithm = (typeof JWT_ALGORITHMS)[number];

export const jwtSchema = section({
  issuer: nonEmptyText().describe('The `iss` that a token has to carry.'),
  audience: nonEmptyText().describe('The `aud` that a token has to carry: a name of this sidecar.'),
  jwks_url: httpUrl().optional().describe('Where the issuer publishes its keys; https away from this host.'),
  jwks_file: filePath().optional().describe('Its keys as a JSON Web Key Set; read again when it changes.'),
  public_key_file: filePath()
    .optional()
    .describe('Its one public key, PEM (SPKI or certificate); read again when it changes.'),
  algorithms: list(oneOf(...JWT_ALGORITHMS))
    .default(['EdDSA', 'ES256', 'RS256'])
    .describe('Signatures that are taken. Asymmetric ones alone: no `none`, no HMAC.'),
  role_claim: nonEmptyText()
    .default('role')
    .describe('Claim that names the role or roles; a path with dots leads into objects (`realm_access.roles`).'),
  role_mapping: mapping(oneOf('reader', 'operator', 'admin'))
    .default({})
    .describe("Role by the claim's value, where the two differ. With it only what it lists counts."),
  max_age: duration(1000)
    .default(86_400_000)
    .describe('A token that was issued longer ago is refused, whatever it says.'),
  clock_tolerance: duration().default(30_000).describe('How far the clocks of issuer and sidecar may differ.'),
});
