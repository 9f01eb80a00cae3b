import { useMemo } from 'react';
import type { Candidate } from '@observatory/protocol/analysis';
import { drawPathPicture } from './draw/path-picture.ts';
import { SvgDrawing } from './draw/SvgDrawing.tsx';
import { pathGraph } from './model/path-graph.ts';
import styles from './Explain.module.css';

interface PathPanelProps {
  candidates: readonly Candidate[];
  /** Key of the candidate whose way is lit; all are when there is none. */
  lit: string | undefined;
  topologyHref: string;
}

/** How the candidates lead to the symptom. */
export function PathPanel({ candidates, lit, topologyHref }: PathPanelProps): React.JSX.Element | null {
  const graph = useMemo(() => pathGraph(candidates), [candidates]);
  const drawing = useMemo(() => drawPathPicture(graph, lit), [graph, lit]);
  if (graph.edges.length === 0) return null;
  const names = new Map(graph.nodes.map(({ node }) => [node.id, node.name]));
  const words = graph.edges
    .map(({ from, to, via }) => `${names.get(from)} to ${names.get(to)}${via === '' ? '' : `: ${via}`}`)
    .join('. ');
  return (
    <section className={styles.panel} aria-label="The way to the symptom">
      <h2>
        The way to the symptom <a href={topologyHref}>on the map</a>
      </h2>
      {/* Wider than its place with a long path: it scrolls by keyboard, too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region is operated by keyboard */}
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Path picture">
        <SvgDrawing drawing={drawing} label={words} />
      </div>
    </section>
  );
}
