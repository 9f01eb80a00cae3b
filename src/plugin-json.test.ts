/** plugin.json says a second time what the code does: here the two are held together. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import pluginJson from './plugin.json';
import { LINKS } from './extensions/links.ts';
import { PAGES } from './pages/pages.ts';
import { ACTIONS } from './permissions.ts';

jest.mock('@grafana/runtime', () => ({ hasPermission: () => true }));

const includes = pluginJson.includes as { type: string; path: string; action?: string; defaultNav?: boolean }[];
const granted = pluginJson.roles.flatMap(({ role }) => role.permissions.map(({ action }) => action));

describe('plugin.json', () => {
  it('lists pages that there are, under the same action', () => {
    const listed = includes.filter(({ type, path: at }) => type === 'page' && at.startsWith('/a/'));
    for (const { path: at, action } of listed) {
      const page = PAGES.find((candidate) => at === `/a/${pluginJson.id}/${candidate.path}`);
      expect([at, page?.action]).toEqual([at, action]);
    }
    expect(listed.find(({ defaultNav }) => defaultNav)?.path).toBe(`/a/${pluginJson.id}/${PAGES[0].path}`);
  });

  it('grants every action the code asks for, named after the app as Grafana demands', () => {
    expect([...granted].sort()).toEqual(Object.values(ACTIONS).sort());
    for (const action of granted) expect(action).toMatch(/^observatory-pulsar-app\.[a-z]+:[a-z]+$/);
  });

  it('guards every route, the most specific first, and sends each the token of its rank', () => {
    const paths = pluginJson.routes.map((route) => route.path);
    for (const [index, route] of pluginJson.routes.entries()) {
      expect(granted).toContain(route.reqAction);
      expect(route.path).toMatch(/\/\*$/);
      // What the star matched is appended to the address.
      expect(route.url).toBe(`{{ .JsonData.sidecarUrl }}/${route.path.slice(0, -2)}`);
      const shadowedBy = paths.slice(0, index).filter((earlier) => route.path.startsWith(earlier.slice(0, -1)));
      expect(shadowedBy).toEqual([]);
    }
    const tokens = pluginJson.routes.map(({ headers }) => /SecureJsonData\.(\w+)/.exec(headers[0].content)?.[1]);
    expect(tokens).toEqual(['adminToken', 'operatorToken', 'readerToken']);
  });

  it('declares the links that the module adds', () => {
    const plain = LINKS.map(({ targets, title, description }) => ({ targets, title, description }));
    expect(pluginJson.extensions.addedLinks).toEqual(plain);
    for (const { page } of LINKS) expect(PAGES.map(({ path: at }) => at)).toContain(page);
  });

  it('names every nested plugin and dashboard, and only what exists', () => {
    const nested = readdirSync(__dirname, { recursive: true })
      .map(String)
      .filter((file) => path.basename(file) === 'plugin.json' && file !== 'plugin.json');
    const named = includes.filter(({ type }) => type === 'datasource' || type === 'panel').map(({ path: at }) => at);
    expect([...named].sort()).toEqual(nested.sort());
    for (const { path: at } of includes.filter(({ type }) => type === 'dashboard')) {
      expect([at, existsSync(path.join(__dirname, at))]).toEqual([at, true]);
    }
  });
});
