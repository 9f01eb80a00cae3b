import { operationList, type OperationList } from '@observatory/protocol/control';
import { useViewHost } from '../host/ViewHost.ts';
import { useLoad, type LoadState } from '../load/use-load.ts';
import { rankPath } from './rank-path.ts';

/**
 * The catalogue of operations with what this user may do, and the state of control. Where the rank's own way fails (Grafana
 * without a token of that rank), the readers' way still says what there is.
 */
export function useCatalogue(revision = 0): LoadState<OperationList> {
  const host = useViewHost();
  const path = rankPath(host, 'operations');
  const own = useLoad(path, operationList, revision);
  const plain = useLoad(own.error === undefined || path === 'operations' ? undefined : 'operations', operationList);
  return { data: own.data ?? plain.data, error: own.error, loading: own.loading || plain.loading };
}
