import { useCallback, useEffect, useMemo, useState } from 'react';
import type { SessionAnswer } from '@observatory/protocol/session';
import { ViewHostProvider } from '../../src/views/host/ViewHost.ts';
import { loadSession, signOut } from './api.ts';
import { createConsoleHost } from './host.ts';
import { Pages } from './Pages.tsx';
import { SignIn } from './SignIn.tsx';
import { useTheme } from './theme.ts';
import styles from './App.module.css';

/** The console: the pages, with the theme switch and sign-in around them. */
export function App(): React.JSX.Element {
  const [theme, toggleTheme] = useTheme();
  const [session, setSession] = useState<SessionAnswer | undefined>();
  const [error, setError] = useState<string | undefined>();
  // A new session needs new connections: the host lives as long as the session.
  const host = useMemo(() => (session?.role ? createConsoleHost(session) : undefined), [session]);
  useEffect(() => () => host?.close(), [host]);

  const refresh = useCallback(() => {
    loadSession().then(
      (answer) => {
        setSession(answer);
        setError(undefined);
      },
      (failure: unknown) => setError(failure instanceof Error ? failure.message : String(failure)),
    );
  }, []);
  useEffect(refresh, [refresh]);

  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <header className={styles.header}>
        <img src="favicon.svg" alt="" />
        <h1>Pulsar Observatory</h1>
        <span className={styles.spacer} />
        {session?.tokenNeeded && <SignIn onSignedIn={refresh} />}
        {session?.signedIn && (
          <button type="button" onClick={() => void signOut().then(refresh)}>
            Sign out ({session.role})
          </button>
        )}
        <button type="button" onClick={toggleTheme}>
          {theme === 'dark' ? 'Light theme' : 'Dark theme'}
        </button>
      </header>
      <main id="main" tabIndex={-1}>
        {error !== undefined && (
          <p className={styles.error} role="alert">
            The sidecar does not answer: {error}{' '}
            <button type="button" onClick={refresh}>
              Try again
            </button>
          </p>
        )}
        {host && (
          <ViewHostProvider value={host}>
            <Pages theme={theme} />
          </ViewHostProvider>
        )}
      </main>
    </>
  );
}
