import { componentOperation } from './shared/component-operation.ts';

export const functionRestart = componentOperation({
  action: 'restart',
  title: 'Restart function',
  summary: 'Stops and starts the instances of a function, source or sink, or one of them.',
  risk: 'medium',
  undo: 'Nothing to undo: it runs again.',
});
