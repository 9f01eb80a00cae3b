import { RE2JS } from 're2js';

/** A relabelling expression: RE2, dot matches newline, anchored at both ends, as in Prometheus. */
export function compileRelabelRegex(pattern: string): RE2JS {
  return RE2JS.compile(`^(?s:${pattern})$`);
}
