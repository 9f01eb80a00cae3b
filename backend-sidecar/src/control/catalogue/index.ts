import type { AnyOperation } from '../operation.ts';
import { topicUnload } from './topic-unload.ts';

/** Every operation there is, one a file. What destroys data without return is never among them. */
export const OPERATIONS: readonly AnyOperation[] = [topicUnload];

/** Operations by id. */
export class Catalogue {
  readonly operations: readonly AnyOperation[];
  private readonly byId: ReadonlyMap<string, AnyOperation>;

  constructor(operations: readonly AnyOperation[] = OPERATIONS) {
    this.operations = operations;
    this.byId = new Map(operations.map((each) => [each.id, each]));
  }

  find(id: string): AnyOperation | undefined {
    return this.byId.get(id);
  }
}
