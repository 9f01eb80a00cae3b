import { urlProblem } from './url-problem.ts';

/** `jsonData` of the app. */
export interface AppSettings {
  /** Where Grafana's server reaches the sidecar; no slash at the end. */
  sidecarUrl?: string;
}

/** `secureJsonData` of the app: one token a role; plugin.json's routes send the one of their rank. */
export const TOKENS = [
  {
    key: 'readerToken',
    role: 'reader',
    title: 'Reader token',
    grantedTo: 'Viewers',
    may: 'See clusters, their history and what is explained about them. Every page needs it.',
  },
  {
    key: 'operatorToken',
    role: 'operator',
    title: 'Operator token',
    grantedTo: 'Editors',
    may: 'Plan and carry out control actions. Without it nobody controls anything from Grafana.',
  },
  {
    key: 'adminToken',
    role: 'admin',
    title: 'Admin token',
    grantedTo: 'Admins',
    may: 'Administer the sidecar. Without it nobody does so from Grafana.',
  },
] as const;

export type TokenKey = (typeof TOKENS)[number]['key'];
export type SecureKeys = Partial<Record<TokenKey, boolean>>;

/** What the form holds: typed secrets only; `kept` names those that Grafana has and never shows. */
export interface ConnectionForm {
  sidecarUrl: string;
  tokens: Partial<Record<TokenKey, string>>;
  kept: SecureKeys;
}

/** The body of `POST /api/plugins/:id/settings`. Tokens that were not typed are left as they are. */
export function settingsBody({ sidecarUrl, tokens, kept }: ConnectionForm, jsonData: AppSettings): object {
  const secureJsonData: Partial<Record<TokenKey, string>> = {};
  for (const { key } of TOKENS) {
    const typed = tokens[key]?.trim() ?? '';
    if (typed !== '' || !kept[key]) secureJsonData[key] = typed;
  }
  return {
    enabled: true,
    pinned: true,
    jsonData: { ...jsonData, sidecarUrl: sidecarUrl.trim().replace(/\/+$/, '') },
    secureJsonData,
  };
}

/** What keeps the form from being saved; empty when nothing does. */
export function formProblem({ sidecarUrl }: Pick<ConnectionForm, 'sidecarUrl'>): string {
  return urlProblem(sidecarUrl);
}
