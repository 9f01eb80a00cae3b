import { operationParameters, type OperationParameters } from '@observatory/protocol/control';

/** Where somebody is in the flow of an operation; in the address, so that a reload, or a link, shows the same. */
export interface OperationPlace {
  /** Topology id, or `agents/<agent>/<service>`; empty where only an execution is looked at. */
  target: string;
  /** Chosen of the catalogue; empty while choosing. */
  operation: string;
  /** Given to the plan; undefined while they are filled in. */
  parameters: OperationParameters | undefined;
  /** Of the confirmation that was sent; its execution may not be known yet. */
  key: string;
  execution: string;
}

const KEYS = {
  target: 'act_on',
  operation: 'act',
  parameters: 'act_with',
  key: 'act_key',
  execution: 'execution_shown',
} as const;

/** Undefined where the address names neither a target nor an execution. */
export function readOperationPlace(search: URLSearchParams): OperationPlace | undefined {
  const text = (key: keyof typeof KEYS) => search.get(KEYS[key]) ?? '';
  if (text('target') === '' && text('execution') === '') return undefined;
  return {
    target: text('target'),
    operation: text('operation'),
    parameters: readParameters(text('parameters')),
    key: text('key'),
    execution: text('execution'),
  };
}

/** Changes of the address that lead to a place; undefined leads out of the flow. */
export function operationSearch(place: Partial<OperationPlace> | undefined): Record<string, string | undefined> {
  return {
    [KEYS.target]: place?.target,
    [KEYS.operation]: place?.operation,
    [KEYS.parameters]: place?.parameters && JSON.stringify(place.parameters),
    [KEYS.key]: place?.key,
    [KEYS.execution]: place?.execution,
  };
}

function readParameters(text: string): OperationParameters | undefined {
  if (text === '') return undefined;
  try {
    return operationParameters.parse(JSON.parse(text));
  } catch {
    // Somebody changed the address by hand: the form asks again.
    return undefined;
  }
}
