import { componentOperation } from './shared/component-operation.ts';

export const functionStop = componentOperation({
  action: 'stop',
  title: 'Stop function',
  summary: 'Stops a function, source or sink, or one of its instances, until somebody starts it.',
  risk: 'medium',
  undo: 'Start it again.',
});
