/** What the doctor finds: whether everything the sidecar asks for answers, and whether panels and rules have series. */
import * as z from 'zod';

export const connectionCheck = z.object({
  cluster: z.string(),
  /** What was asked: `owned bundles`, `metrics`. */
  what: z.string(),
  /** Of how many it was asked, and how many answered. */
  asked: z.number(),
  answered: z.number(),
  /** Why not, each reason once, with whom it concerns. */
  problems: z.array(z.string()),
  /** What to do about it; empty when there is nothing to do. */
  hint: z.string(),
});
export type ConnectionCheck = z.infer<typeof connectionCheck>;

/** `data`: live series. `off`: a switch keeps it from being exposed. `renamed`: it lives under another name. */
export const proof = z.enum(['data', 'off', 'renamed', 'wrong']);
export type Proof = z.infer<typeof proof>;

export const provedSelector = z.object({
  selector: z.string(),
  proof,
  /** One sentence; empty for `data`. */
  why: z.string(),
  /** For `renamed`, the names that are live. */
  names: z.array(z.string()).optional(),
  /** For `off`, what turns it on. */
  setting: z.object({ file: z.string(), key: z.string(), value: z.string() }).optional(),
});
export type ProvedSelector = z.infer<typeof provedSelector>;

export const provedExpression = z.object({
  file: z.string(),
  /** Panel, variable or rule. */
  place: z.string(),
  expression: z.string(),
  /** The worst of its selectors. */
  proof,
  why: z.string(),
  selectors: z.array(provedSelector),
});
export type ProvedExpression = z.infer<typeof provedExpression>;

const document = z.object({ name: z.string().max(500), text: z.string() });

/** Dashboards as JSON, rule files as YAML. */
export const doctorRequest = z.object({
  dashboards: z.array(document).max(200).default([]),
  rules: z.array(document).max(200).default([]),
});
export type DoctorRequest = z.input<typeof doctorRequest>;

export const doctorAnswer = z.object({
  timeMs: z.number(),
  connections: z.array(connectionCheck),
  expressions: z.array(provedExpression),
  /** Number of expressions by proof. */
  proofs: z.partialRecord(proof, z.number()),
  ok: z.boolean(),
});
export type DoctorAnswer = z.infer<typeof doctorAnswer>;
