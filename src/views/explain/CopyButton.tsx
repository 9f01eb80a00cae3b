import { useState } from 'react';

/** Puts a text on the clipboard and says so; where the browser gives none, it says that. */
export function CopyButton({ text, what }: { text: string; what: string }): React.JSX.Element {
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('The browser allows no copying here: select the text instead.');
    }
  };
  return (
    <>
      <button type="button" onClick={() => void copy()}>
        Copy {what}
      </button>
      <span role="status">{said}</span>
    </>
  );
}
