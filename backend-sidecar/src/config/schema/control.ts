import { boolean, duration, nonEmptyText, oneOf, text } from '../scalars.ts';
import { list, section } from '../section.ts';

const names = (what: string) => list(nonEmptyText()).default(['*']).describe(`${what}; \`*\` stands for any text.`);

const windowSchema = section({
  name: nonEmptyText().describe('Name by which policies refer to it.'),
  days: list(oneOf('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'))
    .default(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
    .describe('Days on which it begins.'),
  from: nonEmptyText().describe('Its begin, `22:00`.'),
  to: nonEmptyText().describe('Its end, `04:00`; before `from` it is of the next day.'),
  timezone: text().default('UTC').describe('IANA name, such as `Europe/Berlin`.'),
});

const policySchema = section({
  operations: names('Ids of operations it is about'),
  targets: names('Topology ids it is about'),
  effect: oneOf('allow', 'deny')
    .default('allow')
    .describe('Whether they may be carried out. The first policy that fits decides.'),
  role: oneOf('operator', 'admin').optional().describe("Least role, where it is higher than the operation's own."),
  second_person: boolean().default(false).describe('Somebody else has to approve.'),
  windows: list(nonEmptyText()).default([]).describe('Only within these maintenance windows; always when empty.'),
  automation: boolean().default(false).describe('Recovery actions may do it without anybody.'),
  reason: text().default('').describe('Shown to who is refused.'),
});

export const controlSchema = section({
  mode: oneOf('read_only', 'confirm')
    .default('read_only')
    .describe('Whether operations may be carried out, after confirmation.'),
  policies: list(policySchema).default([]).describe('Rules by operation and target, beyond the roles.'),
  windows: list(windowSchema).default([]).describe('Maintenance windows.'),
  approval_timeout: duration(1000).default(900_000).describe('How long an execution waits for the second person.'),
});
