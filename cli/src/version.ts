/** Set by the build (scripts/build.mjs). */
export const VERSION = process.env.OBSERVATORY_VERSION ?? '0.0.0-dev';
