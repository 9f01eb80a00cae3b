import type { Pen } from './pen.ts';

/** Writes what is drawn as SVG elements, one a fill or stroke. */
export class SvgPen implements Pen {
  fillStyle: Pen['fillStyle'] = '#000';
  strokeStyle: Pen['strokeStyle'] = '#000';
  lineWidth = 1;
  lineCap: Pen['lineCap'] = 'butt';
  font = '12px sans-serif';
  textAlign: Pen['textAlign'] = 'start';
  textBaseline: Pen['textBaseline'] = 'alphabetic';
  globalAlpha = 1;
  private dash: number[] = [];
  private path: string[] = [];
  private readonly elements: string[] = [];

  beginPath(): void {
    this.path = [];
  }

  closePath(): void {
    this.path.push('Z');
  }

  moveTo(x: number, y: number): void {
    this.path.push(`M${pair(x, y)}`);
  }

  lineTo(x: number, y: number): void {
    this.path.push(`L${pair(x, y)}`);
  }

  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.path.push(`C${pair(ax, ay)} ${pair(bx, by)} ${pair(x, y)}`);
  }

  /** A whole circle is two arcs: one would end where it begins and be nothing. */
  arc(x: number, y: number, r: number, from: number, to: number): void {
    const at = (angle: number) => pair(x + r * Math.cos(angle), y + r * Math.sin(angle));
    const start = this.path.length === 0 || this.path[this.path.length - 1] === 'Z' ? 'M' : 'L';
    if (Math.abs(to - from) >= 2 * Math.PI - 1e-6) {
      const arc = `A${pair(r, r)} 0 1 1`;
      this.path.push(`M${at(from)}${arc} ${at(from + Math.PI)}${arc} ${at(from)}Z`);
    } else {
      const large = Math.abs(to - from) > Math.PI ? 1 : 0;
      this.path.push(`${start}${at(from)}A${pair(r, r)} 0 ${large} ${to > from ? 1 : 0} ${at(to)}`);
    }
  }

  roundRect(x: number, y: number, width: number, height: number, radii?: Parameters<Pen['roundRect']>[4]): void {
    const r = Math.min(typeof radii === 'number' ? radii : 0, width / 2, height / 2);
    this.path.push(
      `M${pair(x + r, y)}h${round(width - 2 * r)}a${pair(r, r)} 0 0 1 ${pair(r, r)}v${round(height - 2 * r)}` +
        `a${pair(r, r)} 0 0 1 ${pair(-r, r)}h${round(2 * r - width)}a${pair(r, r)} 0 0 1 ${pair(-r, -r)}` +
        `v${round(2 * r - height)}a${pair(r, r)} 0 0 1 ${pair(r, -r)}Z`,
    );
  }

  fill(): void {
    this.elements.push(`<path d="${this.path.join('')}" fill="${escape(String(this.fillStyle))}"${this.opacity()}/>`);
  }

  stroke(): void {
    const dash = this.dash.length > 0 ? ` stroke-dasharray="${this.dash.join(' ')}"` : '';
    const cap = this.lineCap === 'butt' ? '' : ` stroke-linecap="${this.lineCap}"`;
    this.elements.push(
      `<path d="${this.path.join('')}" fill="none" stroke="${escape(String(this.strokeStyle))}" stroke-width="${round(this.lineWidth)}"${dash}${cap}${this.opacity()}/>`,
    );
  }

  fillText(text: string, x: number, y: number): void {
    const anchor = { center: 'middle', right: 'end', end: 'end', left: 'start', start: 'start' }[this.textAlign];
    const baseline = this.textBaseline === 'middle' ? ' dominant-baseline="central"' : '';
    this.elements.push(
      `<text x="${round(x)}" y="${round(y)}" style="font:${escape(this.font)}" text-anchor="${anchor}"${baseline} fill="${escape(String(this.fillStyle))}"${this.opacity()}>${escape(text)}</text>`,
    );
  }

  setLineDash(segments: number[]): void {
    this.dash = segments;
  }

  /** The document; `title` is what screen readers say of it. */
  toString(width = 0, height = 0, title = ''): string {
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" ` +
      `viewBox="0 0 ${round(width)} ${round(height)}" role="img"><title>${escape(title)}</title>${this.elements.join('')}</svg>`
    );
  }

  private opacity(): string {
    return this.globalAlpha === 1 ? '' : ` opacity="${round(this.globalAlpha)}"`;
  }
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function pair(x: number, y: number): string {
  return `${round(x)},${round(y)}`;
}

function escape(text: string): string {
  // Control characters may not stand in XML at all.
  const clean = [...text].filter((char) => char >= ' ' || char === '\t').join('');
  return clean.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
