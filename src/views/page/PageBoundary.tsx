import { Component, type ReactNode } from 'react';
import { ErrorNotice } from '../load/Notice.tsx';

interface PageBoundaryState {
  failure: string | undefined;
}

/** Keeps an error of a page's own within the page: navigation stays, and the page can be drawn anew. */
export class PageBoundary extends Component<{ children: ReactNode }, PageBoundaryState> {
  override state: PageBoundaryState = { failure: undefined };

  static getDerivedStateFromError(error: unknown): PageBoundaryState {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === undefined) return this.props.children;
    return (
      <>
        <ErrorNotice error={`This page failed: ${failure}. This is a defect; the other pages go on.`} />
        <button type="button" onClick={() => this.setState({ failure: undefined })}>
          Draw it again
        </button>
      </>
    );
  }
}
