import type { NodeVitals } from '@observatory/protocol/nodes';
import { EmptyNotice } from '../load/Notice.tsx';
import type { NodeRow } from './node.ts';
import { diskText, formatSpan, memoryText, tightestDisk } from './vitals-text.ts';
import styles from './VitalsTable.module.css';

export interface VitalsTableProps {
  nodes: readonly NodeRow[];
  vitals: ReadonlyMap<string, NodeVitals>;
  onOpen: (id: string) => void;
}

/** Versions, uptimes and what the processes are short of. */
export function VitalsTable({ nodes, vitals, onOpen }: VitalsTableProps): React.JSX.Element {
  const rows = nodes.flatMap((node) => {
    const own = vitals.get(node.id);
    return own ? [{ node, own }] : [];
  });
  return (
    <section className={styles.vitals} aria-labelledby="vitals-title">
      <h2 id="vitals-title">Processes</h2>
      {rows.length === 0 ? (
        <EmptyNotice>No node exposes figures of its process yet.</EmptyNotice>
      ) : (
        <div className={styles.scroll}>
          <table>
            <thead>
              <tr>
                <th scope="col">Node</th>
                <th scope="col">Version</th>
                <th scope="col">Up for</th>
                <th scope="col">Restarts, 24 h</th>
                <th scope="col">Heap</th>
                <th scope="col">Direct memory</th>
                <th scope="col">GC, 5 min</th>
                <th scope="col">Disk</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ node, own }) => {
                const disk = tightestDisk(own.disks);
                return (
                  <tr key={node.id}>
                    <th scope="row">
                      <button type="button" className={styles.link} onClick={() => onOpen(node.id)}>
                        {node.name}
                      </button>
                    </th>
                    <td>{own.version ?? '–'}</td>
                    <td>{own.uptimeSeconds === undefined ? '–' : formatSpan(own.uptimeSeconds)}</td>
                    <td>{own.restarts ?? '–'}</td>
                    <td>{memoryText(own.heapUsedBytes, own.heapMaxBytes) ?? '–'}</td>
                    <td>{memoryText(own.directUsedBytes, own.directMaxBytes) ?? '–'}</td>
                    <td>{own.gcShare === undefined ? '–' : `${(100 * own.gcShare).toFixed(1)} %`}</td>
                    <td>{disk ? diskText(disk) : '–'}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
