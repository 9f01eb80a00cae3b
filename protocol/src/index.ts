export * from './stream.ts';
export * from './error.ts';
export * from './demo.ts';
export * from './nodes.ts';
export * from './session.ts';
export * from './status.ts';
export * from './frames.ts';
export * from './frames-envelope.ts';
