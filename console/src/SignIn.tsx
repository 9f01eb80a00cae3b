import { useState } from 'react';
import { signIn } from './api.ts';
import styles from './App.module.css';

/** Asks for a role's token and turns it into a session cookie. */
export function SignIn({ onSignedIn }: { onSignedIn: () => void }): React.JSX.Element {
  const [token, setToken] = useState('');
  const [error, setError] = useState<string | undefined>();
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    try {
      await signIn(token);
      onSignedIn();
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <form className={styles.signin} onSubmit={(event) => void submit(event)}>
      <label>
        Token{' '}
        <input
          type="password"
          autoComplete="current-password"
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
      </label>
      <button type="submit" disabled={token === ''}>
        Sign in
      </button>
      {error !== undefined && <span role="alert">{error}</span>}
    </form>
  );
}
