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

/**
 * `data`: live series. `off`: a switch keeps it from being exposed. `renamed`: it lives under another name. `absent`: it
 * comes from something that is not here (no proxy, no function runs). `wrong`: nothing has it, or it does not parse.
 */
export const proof = z.enum(['data', 'off', 'renamed', 'absent', 'wrong']);
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
  /** Of a panel: which one of the file it is, counted from 1. */
  panel: z.number().optional(),
  expression: z.string(),
  /** The worst of what it needs; of the sides of an `or` the best. */
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

/** How the panels of one dashboard fare, or the rules of one file: each by the worst of its expressions. */
export const fileProofs = z.object({
  file: z.string(),
  panels: z.partialRecord(proof, z.number()),
  /** Variables and rules. */
  others: z.partialRecord(proof, z.number()),
});
export type FileProofs = z.infer<typeof fileProofs>;

export const doctorAnswer = z.object({
  timeMs: z.number(),
  connections: z.array(connectionCheck),
  expressions: z.array(provedExpression),
  /** Number of expressions by proof. */
  proofs: z.partialRecord(proof, z.number()),
  files: z.array(fileProofs),
  /** Everything answers, and nothing is off, renamed or wrong. */
  ok: z.boolean(),
});
export type DoctorAnswer = z.infer<typeof doctorAnswer>;
