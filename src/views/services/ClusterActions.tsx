import { topologyAnswer } from '@observatory/protocol/topology';
import { ActionsMenu } from '../control/ActionsMenu.tsx';
import { useLoad } from '../load/use-load.ts';
import styles from './Services.module.css';

/** Operations on a cluster as a whole: rolling restarts, autorecovery, dynamic configuration, rebalancing. */
export function ClusterActions(): React.JSX.Element | null {
  const { data } = useLoad('topology?kinds=cluster&limit=100', topologyAnswer);
  const clusters = (data?.nodes ?? []).filter(({ kind }) => kind === 'cluster');
  if (clusters.length === 0) return null;
  return (
    <span className={styles.toolbar}>
      Operations on the whole of
      {clusters.length === 1 && ` ${clusters[0].name}`}
      <ActionsMenu withoutDialog targets={clusters.map(({ id, name }) => ({ id, title: name }))} />
    </span>
  );
}
