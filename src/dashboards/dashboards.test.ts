import { parser } from '@prometheus-io/lezer-promql';
import { datasourceQuery } from '@observatory/protocol/datasource-query';
import { toRuleGroups, shippedRules } from '../alerting/index.ts';
import pluginJson from '../plugin.json';
import { buildDashboard } from './build/dashboard.ts';
import { dashboardFiles, dashboardSources } from './build/index.ts';
import { DASHBOARDS } from './build/links.ts';
import { DATASOURCE_TYPE, type Panel, type Target } from './build/model.ts';

type Built = Panel & { id: number; gridPos: { x: number; y: number; w: number; h: number }; datasource: unknown };

const built = dashboardSources.map((source) => {
  const json = buildDashboard(source);
  const all = (json.panels as (Built & { panels?: Built[] })[]).flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  return { uid: source.uid, json, all, panels: all.filter(({ type }) => type !== 'row') };
});
const targets = built.flatMap(({ uid, panels }) =>
  panels.flatMap(({ title, targets: own }) => own.map((target): [string, Target] => [`${uid}, ${title}`, target])),
);

/** PromQL with what stands for a variable in the place of each. */
const plain = (expr: string) => expr.replace(/\[\$\w+\]/g, '[5m]').replace(/\$\w+/g, 'x');

describe('shipped dashboards', () => {
  it('are those that the app lists, each with its stable uid', () => {
    const listed = pluginJson.includes.flatMap(({ type, path }) => (type === 'dashboard' ? [path] : []));
    expect(listed.sort()).toEqual(
      dashboardFiles()
        .map(([file]) => file)
        .sort(),
    );
    expect(built.map(({ uid }) => uid).sort()).toEqual(Object.keys(DASHBOARDS).sort());
  });

  it.each(built)('$uid: ids and titles of panels are unique, and no two overlap', ({ all, panels }) => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });

  it.each(built)(
    '$uid: every panel has a unit, and says what it means, what is normal and what to do',
    ({ panels }) => {
      for (const { title, description, fieldConfig } of panels) {
        expect(`${title}: ${String(fieldConfig.defaults.unit)}`).toMatch(/: \w+$/);
        expect(`${title}: ${description}`).toMatch(/: .{10,}[^]*\*\*Normal:\*\* .+[^]*\*\*If not:\*\* .+/);
      }
    },
  );

  it.each(built)('$uid: asks only the datasource that was chosen', ({ json, panels }) => {
    const chosen = { type: DATASOURCE_TYPE, uid: '${datasource}' };
    for (const panel of panels) {
      expect(panel.datasource).toEqual(chosen);
      for (const { datasource } of panel.targets) expect(datasource).toEqual(chosen);
    }
    expect(JSON.stringify(json)).not.toContain('"uid":"observatory-pulsar"');
    expect(JSON.stringify(json)).not.toContain('__inputs');
  });

  it.each(targets)('%s: a query of the datasource, whose PromQL parses', (_, target) => {
    const query = datasourceQuery.parse(target);
    if (query.queryType !== 'metrics') return;
    expect(parser.parse(plain(query.expr)).toString()).not.toContain('⚠');
  });

  it('never takes a mean of quantiles, nor a rate of what is a gauge', () => {
    for (const [where, { expr = '' }] of targets as [string, { expr?: string }][]) {
      expect(`${where}: ${expr}`).not.toMatch(/\b(avg|sum)\b( by \([^)]*\))? ?\([^()]*quantile="/);
      expect(`${where}: ${expr}`).not.toMatch(/\b(rate|increase)\(pulsar_(rate|throughput)_/);
      expect(`${where}: ${expr}`).not.toMatch(/\brate\([^)]*(_1min_|_QUEUE_SIZE|msg_rate_)/);
    }
  });

  it('variables of expressions exist', () => {
    for (const { uid, json, panels } of built) {
      const names = (json.templating as { list: { name: string }[] }).list.map(({ name }) => name);
      for (const used of JSON.stringify(panels.map((panel) => panel.targets)).matchAll(/\$(?!__)\{?(\w+)/g))
        expect(`${uid}: ${names.join()}`).toContain(used[1]);
    }
  });

  it('links between them lead to dashboards that exist', () => {
    for (const { json } of built)
      for (const [, uid] of JSON.stringify(json).matchAll(/\/d\/([\w-]+)/g))
        expect(Object.keys(DASHBOARDS)).toContain(uid);
  });
});

describe('alert rules', () => {
  it('are each linked to a panel that exists', () => {
    const panels = new Set(built.flatMap(({ uid, panels: own }) => own.map(({ id }) => `${uid} ${id}`)));
    const rules = toRuleGroups(shippedRules, {}, { datasourceUid: 'ds', folderUid: 'f' }).flatMap(
      (group) => group.rules,
    );
    for (const { title, annotations } of rules)
      expect([title, panels.has(`${annotations.__dashboardUid__} ${annotations.__panelId__}`)]).toEqual([title, true]);
  });
});
