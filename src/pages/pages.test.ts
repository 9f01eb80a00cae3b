import pluginJson from '../plugin.json';
import { APP_ROOT } from '../constants.ts';
import { pageOf, PAGES } from './pages.ts';

describe('the pages of the app', () => {
  it('are in the navigation, with the right that each asks for', () => {
    const included = pluginJson.includes.filter(({ type, path }) => type === 'page' && path.startsWith(APP_ROOT));
    expect(included.map(({ name, path, action }) => ({ name, path, action })).sort(byPath)).toEqual(
      PAGES.map(({ title, path, action }) => ({ name: title, path: `${APP_ROOT}/${path}`, action })).sort(byPath),
    );
  });

  it('are found by their address and by what lies below it', () => {
    expect(pageOf('nodes/demo-1%2Fbroker')?.path).toBe('nodes');
    expect(pageOf('alert-rules')?.path).toBe('alert-rules');
    expect(pageOf('nodesque')).toBeUndefined();
  });
});

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : 1;
}
