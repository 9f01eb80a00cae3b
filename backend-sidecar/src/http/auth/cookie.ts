/** The console's session cookie: not readable by scripts, never sent across sites, whole-site path. */
const NAME = 'observatory_session';
/** Browsers accept this prefix only with Secure, Path=/ and no Domain, so no sibling host can plant it. */
const SECURE_NAME = `__Host-${NAME}`;

export function sessionCookie(id: string, secure: boolean): string {
  return secure
    ? `${SECURE_NAME}=${id}; Path=/; HttpOnly; SameSite=Strict; Secure`
    : `${NAME}=${id}; Path=/; HttpOnly; SameSite=Strict`;
}

export function expiredCookie(secure: boolean): string {
  return `${sessionCookie('', secure)}; Max-Age=0`;
}

/** The session id in a Cookie header. */
export function sessionIdOf(header: string | undefined, secure: boolean): string | undefined {
  const wanted = secure ? SECURE_NAME : NAME;
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === wanted) return part.slice(equals + 1).trim() || undefined;
  }
  return undefined;
}
