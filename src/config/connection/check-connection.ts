import { sessionAnswer, type RoleName } from '@observatory/protocol/session';
import { statusAnswer, type StatusAnswer } from '@observatory/protocol/status';
import { SidecarError, sidecarRequest } from '../../pages/sidecar-api.ts';

/** How the token of one rank does. */
export interface TokenCheck {
  role: RoleName;
  state: 'works' | 'missing' | 'refused' | 'unreachable';
  /** What happened and what to do. */
  message: string;
}

export interface ConnectionCheck {
  tokens: TokenCheck[];
  /** Undefined when the reader's token does not open it. */
  status: StatusAnswer | undefined;
}

const PATHS: Readonly<Record<RoleName, string>> = {
  reader: 'session',
  operator: 'control/session',
  admin: 'admin/session',
};
const RANKS: readonly RoleName[] = ['reader', 'operator', 'admin'];

/** Asks the sidecar through each of the app's routes who it is called by, and how it does. */
export async function checkConnection(kept: Readonly<Record<RoleName, boolean>>): Promise<ConnectionCheck> {
  const tokens = await Promise.all(RANKS.map((role) => checkToken(role, kept[role])));
  const status = tokens[0].state === 'works' ? statusAnswer.parse(await sidecarRequest('status')) : undefined;
  return { tokens, status };
}

async function checkToken(role: RoleName, isKept: boolean): Promise<TokenCheck> {
  if (!isKept) return { role, state: 'missing', message: `No ${role} token is saved.` };
  try {
    const answer = sessionAnswer.parse(await sidecarRequest(PATHS[role]));
    if (answer.role === null) {
      return {
        role,
        state: 'refused',
        message: 'The sidecar does not know this token: compare it with its auth.tokens.',
      };
    }
    const isHigher = RANKS.indexOf(answer.role) > RANKS.indexOf(role);
    const more = isHigher ? ` It may do more than it should: it is ${answerName(answer.role)} token.` : '';
    return { role, state: 'works', message: `The sidecar takes it as ${answer.role}.${more}` };
  } catch (error) {
    if (!(error instanceof SidecarError)) throw error;
    const isRefusal = error.status === 401 || error.status === 403;
    return { role, state: isRefusal ? 'refused' : 'unreachable', message: error.message };
  }
}

const answerName = (role: RoleName): string => (role === 'reader' ? 'a reader' : `an ${role}`);
