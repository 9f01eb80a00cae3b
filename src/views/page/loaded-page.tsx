import { useEffect, useState, type ComponentType } from 'react';
import { ErrorNotice } from '../load/Notice.tsx';
import { PageBoundary } from './PageBoundary.tsx';

const RETRY_MS = 5000;

/**
 * A page whose script is fetched when it is opened first. React's `lazy` keeps a failure for good; here a sidecar (or a Grafana)
 * that was gone then is asked again until it answers. An error of the page itself stays in its frame.
 * @param load the page's component; a failed call may be repeated
 */
export function loadedPage<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let known: ComponentType<P> | undefined;
  return function LoadedPage(props: P): React.JSX.Element {
    const [{ Page, failure }, setState] = useState<{ Page?: ComponentType<P>; failure?: string }>({ Page: known });
    const [attempt, setAttempt] = useState(0);
    const isLoaded = Page !== undefined;
    useEffect(() => {
      if (isLoaded) return;
      let isCurrent = true;
      let timer: ReturnType<typeof setTimeout> | undefined;
      load().then(
        (found) => {
          known = found;
          if (isCurrent) setState({ Page: found });
        },
        (error: unknown) => {
          if (!isCurrent) return;
          setState({ failure: error instanceof Error ? error.message : String(error) });
          timer = setTimeout(() => setAttempt(attempt + 1), RETRY_MS);
        },
      );
      return () => {
        isCurrent = false;
        clearTimeout(timer);
      };
    }, [attempt, isLoaded]);
    if (Page)
      return (
        <PageBoundary>
          <Page {...props} />
        </PageBoundary>
      );
    return failure === undefined ? (
      <p>Loading …</p>
    ) : (
      <>
        <ErrorNotice
          error={`This page could not be fetched; the sidecar, or Grafana before it, does not answer. It is asked again every few seconds. ${failure}`}
        />
        <button type="button" onClick={() => setAttempt(attempt + 1)}>
          Try now
        </button>
      </>
    );
  };
}
