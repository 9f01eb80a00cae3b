import * as z from 'zod';

export const role = z.enum(['reader', 'operator', 'admin']);
export type RoleName = z.infer<typeof role>;

export const signInRequest = z.strictObject({ token: z.string().min(1).max(4096) });
export type SignInRequest = z.infer<typeof signInRequest>;

/** Who the caller is. `tokenNeeded` tells a console to show its sign-in form. */
export const sessionAnswer = z.object({
  role: role.nullable(),
  signedIn: z.boolean(),
  tokenNeeded: z.boolean(),
});
export type SessionAnswer = z.infer<typeof sessionAnswer>;
