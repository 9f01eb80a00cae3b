import { program } from './program.ts';
import { reportError } from './report-error.ts';

program()
  .parseAsync(process.argv)
  .catch((error: unknown) => {
    process.exitCode = reportError(error);
  });
