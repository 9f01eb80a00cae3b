import type { FunctionWorker, World } from '../model/world.ts';
import { Body } from './body.ts';
import { workerBindings } from './broker.ts';
import { addRow, comment } from './compile.ts';
import { addInstances } from './instances.ts';
import { parseTemplate } from './template.ts';
import { workerTemplate } from './templates/worker.gen.ts';

const rows = parseTemplate(workerTemplate);

/** Compiles the body of a function worker with the thread runtime: no JVM metrics, one block an instance. */
export function compileWorker(world: World, worker: FunctionWorker): Body {
  const body = new Body();
  const values = { cluster: world.cluster };
  const place = { values, bindings: workerBindings(world, worker.index), entity: 0 };
  for (const row of rows) {
    if (row.kind === 'instances') addInstances(body, world, worker.index);
    else if (row.kind !== 'sample') body.text(comment(row, values));
    else addRow(body, row, place, worker.startedMs, () => (world.nowMs - worker.startedMs) / 1000);
  }
  return body;
}
