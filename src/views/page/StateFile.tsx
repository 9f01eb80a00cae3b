import { useRef, useState } from 'react';
import { useViewHost } from '../host/ViewHost.ts';
import { readViewState, writeViewState } from './view-state.ts';
import { saveFile } from './save-file.ts';
import styles from './TimeControls.module.css';

/** Keeps the view as a file, and opens one: to attach to an incident, or to move between installations. */
export function StateFile(): React.JSX.Element {
  const { navigation } = useViewHost();
  const input = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState('');
  const open = async (file: File) => {
    try {
      navigation.go(readViewState(await file.text()));
      setFault('');
    } catch (failure) {
      setFault(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <span className={styles.controls}>
      <button
        type="button"
        onClick={() => {
          const here = navigation.get();
          saveFile(`observatory-${here.path.split('/')[0] || 'view'}.json`, writeViewState(here), 'application/json');
        }}
      >
        Export view
      </button>
      <button type="button" onClick={() => input.current?.click()}>
        Import view
      </button>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label="File of a view"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void open(file);
        }}
      />
      {fault !== '' && (
        <span role="alert" className={styles.fault}>
          {fault}
        </span>
      )}
    </span>
  );
}
