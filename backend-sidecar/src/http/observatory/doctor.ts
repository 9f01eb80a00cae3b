import { doctorAnswer, doctorRequest, type DoctorAnswer } from '@observatory/protocol/doctor';
import type { z } from 'zod';
import type { OperationRegistry } from './operation.ts';

/** A folder of dashboards: public ones are up to 150 kB each. */
const BODY_LIMIT_BYTES = 16 << 20;

type Examine = (documents: z.output<typeof doctorRequest>) => Promise<DoctorAnswer>;

/** `GET /doctor`: connections and permissions. `POST /doctor`: also dashboards and rules against live series. */
export function registerDoctor(operations: OperationRegistry, examine: Examine): void {
  operations.add({
    method: 'GET',
    path: '/doctor',
    role: 'reader',
    summary: 'Whether everything that the sidecar asks for answers, and what to do where it does not',
    answer: doctorAnswer,
    handle: () => examine({ dashboards: [], rules: [] }),
  });
  operations.add({
    method: 'POST',
    path: '/doctor',
    role: 'reader',
    summary: 'The same, and whether the given dashboards and rules have live series, or why not',
    body: doctorRequest,
    bodyLimitBytes: BODY_LIMIT_BYTES,
    answer: doctorAnswer,
    handle: ({ body }) => examine(body),
  });
}
