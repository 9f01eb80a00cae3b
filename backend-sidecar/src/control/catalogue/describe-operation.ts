import type { ControlPermission, OperationInfo } from '@observatory/protocol/control';
import * as z from 'zod';
import type { AnyOperation } from '../operation.ts';
import { STOP_RULES } from '../watch/stop-watch.ts';

/** An operation as API, page, command and guide show it: all from its one declaration. */
export function describeOperation(operation: AnyOperation, permission: ControlPermission): OperationInfo {
  const { id, title, summary, targets, risk, role, verification, stopsOn, undo } = operation;
  return {
    id,
    title,
    summary,
    targets: [...targets],
    risk,
    role,
    parameters: parametersOf(operation),
    verification,
    stopsOn: stopsOn.map((condition) => STOP_RULES[condition].title),
    undo,
    permission,
  };
}

function parametersOf({ parameters }: AnyOperation): OperationInfo['parameters'] {
  const { properties = {}, required = [] } = z.toJSONSchema(parameters, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => {
    const {
      type,
      description = '',
      default: standard,
    } = schema as {
      type?: string;
      description?: string;
      default?: string | number | boolean;
    };
    return {
      name,
      type: type === 'integer' || type === 'number' ? 'number' : type === 'boolean' ? 'boolean' : 'text',
      required: required.includes(name),
      ...(standard !== undefined && { default: standard }),
      description,
    };
  });
}
