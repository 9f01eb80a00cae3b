import type { ReportAxis, ReportPanel } from '@observatory/protocol/runs';
import { PanelView } from './panel-view.ts';
import { XGroup } from './x-group.ts';

/** A view in each panel's place; those over one kind of x zoom, pan and point together. Panels without a place are left out. */
export function mountPanels(
  panels: readonly ReportPanel[],
  placeOf: (id: string) => HTMLElement | null,
): readonly PanelView[] {
  const groups = new Map<ReportAxis, XGroup>();
  const views: PanelView[] = [];
  for (const panel of panels) {
    const place = placeOf(panel.id);
    if (!place) continue;
    const group = groups.get(panel.axis) ?? new XGroup();
    groups.set(panel.axis, group);
    const view = new PanelView(place, panel, group);
    group.add(view);
    views.push(view);
  }
  return views;
}
