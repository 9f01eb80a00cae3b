import { componentOperation } from './shared/component-operation.ts';

export const functionStart = componentOperation({
  action: 'start',
  title: 'Start function',
  summary: 'Starts a function, source or sink that was stopped, or one of its instances.',
  risk: 'low',
  undo: 'Stop it again.',
});
