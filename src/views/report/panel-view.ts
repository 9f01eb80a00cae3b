import type { ReportPanel } from '@observatory/protocol/runs';
import { formatValue } from '../live/format-value.ts';
import { drawGridPanel } from './grid-panel.ts';
import { drawLines } from './line-panel.ts';
import type { DrawnPanel } from './drawn-panel.ts';
import type { Look } from './look.ts';
import { nearestIndex } from './nearest-index.ts';
import { panelRows, rowsCsv } from './panel-rows.ts';
import { panelPng } from './panel-png.ts';
import { saveFile } from '../page/save-file.ts';
import { panelTable } from './panel-table.ts';
import type { XGroup } from './x-group.ts';
import { xText } from './x-text.ts';
import { button, element } from './element.ts';

const KEYS = 'Arrow keys: read values. Shift and arrows: pan. + and −: zoom. 0: whole range.';

/** One panel: title, buttons, picture, legend with values, table twin; works with pointer and with keyboard. */
export class PanelView {
  private readonly panel: ReportPanel;
  private readonly group: XGroup;
  private readonly plot = element('div', { className: 'plot' });
  private readonly readout = element('p', { className: 'readout' });
  private readonly values: HTMLElement[] = [];
  private readonly hidden = new Set<number>();
  private drawn: DrawnPanel | undefined;
  private look: Look | undefined;
  private cursor: number | null = null;

  constructor(host: HTMLElement, panel: ReportPanel, group: XGroup) {
    this.panel = panel;
    this.group = group;
    group.include(panel.x);
    const table = element('details', { className: 'twin' }, [element('summary', { textContent: 'Table' })]);
    table.addEventListener('toggle', () => {
      if (table.open && table.childElementCount === 1) table.append(panelTable(panel));
    });
    host.replaceChildren(
      this.head(),
      this.plot,
      this.readout,
      ...(panel.kind === 'lines' ? [this.legend()] : []),
      table,
    );
    this.plot.tabIndex = 0;
    this.plot.setAttribute('role', 'group');
    this.plot.setAttribute('aria-roledescription', 'chart');
    this.plot.setAttribute('aria-label', `${panel.title}. ${KEYS}`);
    this.plot.title =
      'Drag: zoom. Double click: whole range. Shift and drag, or shift and wheel: pan. Ctrl and wheel: zoom.';
    this.plot.addEventListener('keydown', (event) => this.onKey(event));
    this.plot.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
    this.plot.addEventListener('pointerdown', (event) => this.onPan(event), { capture: true });
    this.plot.addEventListener('pointerleave', () => this.point(null));
    this.tell();
  }

  /** Draws anew, with the colours of now. */
  draw(look: Look): void {
    this.drawn?.destroy();
    this.look = look;
    const hooks = {
      range: () => this.group.range,
      onRange: (min: number, max: number) => this.group.show(min, max),
      onReset: () => this.group.reset(),
      onCursor: (index: number | null) => this.point(index, false),
    };
    this.drawn =
      this.panel.kind === 'lines'
        ? drawLines(this.plot, this.panel, look, hooks)
        : drawGridPanel(this.plot, this.panel, look, hooks);
    for (const index of this.hidden) this.drawn.toggle(index, false);
    for (const [index, value] of this.values.entries()) {
      value.parentElement?.style.setProperty('--swatch', look.series(index));
    }
  }

  /** Gives back what the picture holds; the page's parts are its host's. */
  destroy(): void {
    this.drawn?.destroy();
    this.drawn = undefined;
  }

  /** Called by the group, for what happens in other panels. */
  setRange(min: number, max: number): void {
    this.drawn?.setRange(min, max);
  }

  setCursor(x: number | null): void {
    this.cursor = x === null ? null : nearestIndex(this.panel.x, x);
    this.drawn?.setCursor(x);
    this.tell();
  }

  resize(): void {
    this.drawn?.resize();
  }

  private point(index: number | null, draw = true): void {
    if (index === this.cursor && !draw) return;
    this.cursor = index;
    const x = index === null ? null : this.panel.x[index];
    if (draw) this.drawn?.setCursor(x);
    this.group.point(x, this);
    this.tell();
  }

  private tell(): void {
    const { panel, cursor } = this;
    const columns = panel.kind === 'lines' ? panel.series : panel.rows;
    const at = cursor === null || cursor < 0 ? undefined : panel.x[cursor];
    const valueAt = (index: number) => formatValue(columns[index].values[cursor ?? -1], panel.unit);
    if (panel.kind === 'lines') {
      for (const [index, output] of this.values.entries()) output.textContent = at === undefined ? '' : valueAt(index);
    }
    const all = columns.map(({ name }, index) => `${name} ${valueAt(index)}`).join(', ');
    if (at === undefined) this.readout.textContent = '\u00a0';
    else this.readout.textContent = panel.kind === 'lines' ? xText(panel.axis, at) : `${xText(panel.axis, at)}: ${all}`;
  }

  private head(): HTMLElement {
    const { panel } = this;
    return element('div', { className: 'panel-head' }, [
      element('h3', { textContent: panel.title }),
      button('Whole range', () => this.group.reset(), `${panel.title}: show the whole range`),
      button(
        'CSV',
        () => saveFile(`${panel.id}.csv`, rowsCsv(panelRows(panel)), 'text/csv'),
        `${panel.title}: save as CSV`,
      ),
      button('PNG', () => this.savePng(), `${panel.title}: save as PNG`),
    ]);
  }

  private legend(): HTMLElement {
    const entries = (this.panel.kind === 'lines' ? this.panel.series : []).map(({ name }, index) => {
      const output = element('span', { className: 'value' });
      this.values.push(output);
      const entry = button('', () => {
        const on = this.hidden.delete(index);
        if (!on) this.hidden.add(index);
        entry.setAttribute('aria-pressed', String(on));
        this.drawn?.toggle(index, on);
      });
      entry.append(element('span', { className: 'swatch' }), element('span', { textContent: name }), output);
      entry.setAttribute('aria-pressed', 'true');
      return entry;
    });
    return element('div', { className: 'legend' }, entries);
  }

  private savePng(): void {
    if (!this.drawn || !this.look) return;
    const names = this.panel.kind === 'lines' ? this.panel.series.map(({ name }) => name) : [];
    const shown = names.map((name, index) => ({ name, index })).filter(({ index }) => !this.hidden.has(index));
    panelPng(this.drawn.canvas(), { title: this.panel.title, names: shown, look: this.look }, (blob) =>
      saveFile(`${this.panel.id}.png`, blob),
    );
  }

  private onKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (step !== 0 && event.shiftKey) this.group.pan(step * 0.25);
    else if (step !== 0) this.move(step);
    else if (event.key === '+' || event.key === '=') this.group.zoom(0.5, this.panel.x[this.cursor ?? -1]);
    else if (event.key === '-') this.group.zoom(2, this.panel.x[this.cursor ?? -1]);
    else if (event.key === '0') this.group.reset();
    else if (event.key === 'Escape') this.point(null);
    else return;
    // Only what a key moved is read aloud: a pointer would never let the voice end.
    this.readout.setAttribute('aria-live', 'polite');
    event.preventDefault();
  }

  private move(step: number): void {
    const [min, max] = this.group.range;
    const first = nearestIndex(this.panel.x, min);
    const last = nearestIndex(this.panel.x, max);
    const next = this.cursor === null ? (step > 0 ? first : last) : this.cursor + step;
    this.point(Math.min(last, Math.max(first, next)));
  }

  private onWheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.shiftKey) return;
    event.preventDefault();
    const delta = event.deltaY || event.deltaX;
    if (event.shiftKey) this.group.pan(Math.sign(delta) * 0.1);
    else this.group.zoom(delta > 0 ? 1.25 : 0.8, this.drawn?.xAt(event.clientX));
  }

  private onPan(event: PointerEvent): void {
    if (!event.shiftKey) return;
    event.stopPropagation();
    event.preventDefault();
    let last = event.clientX;
    const onMove = (moved: PointerEvent) => {
      this.group.pan((last - moved.clientX) / Math.max(1, this.plot.clientWidth));
      last = moved.clientX;
    };
    const onUp = () => {
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', onUp);
    };
    addEventListener('pointermove', onMove);
    addEventListener('pointerup', onUp);
  }
}
