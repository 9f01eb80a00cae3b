import type { Explanation } from '@observatory/protocol/analysis';
import { causeLane, symptomLane } from '../model/lanes.ts';
import { confidenceWords, kindWords } from '../model/words.ts';
import { drawAlignedChart, type ChartMark } from './aligned-chart.ts';
import { moved, type Drawing, type Item, type Tone } from './draw-list.ts';
import { paint } from './paint.ts';

const WIDTH = 1000;
const MARGIN = 24;
const LINE = 18;
/** Characters of a line of 12 px text. */
const COLUMNS = 145;
/** Browsers draw no canvas much higher. */
const MAX_SIDE = 8_000;

/** An answer as one picture: what was asked, what was found, and each candidate with its chart. */
export function drawExplanation(answer: Explanation, marks: readonly ChartMark[]): Drawing {
  const { summary, window, baseline, comparisons, candidates, symptom, notes } = answer;
  const items: Item[] = [];
  let y = MARGIN + 10;
  const say = (text: string, style: { tone?: Tone; size?: number; bold?: boolean } = {}) => {
    for (const line of wrapped(text, style.size === 16 ? 105 : COLUMNS)) {
      items.push({ kind: 'text', x: MARGIN, y, text: line, tone: 'text', size: 12, ...style });
      y += style.size === 16 ? 24 : LINE;
    }
  };
  say(summary, { size: 16, bold: true });
  say(
    `Window ${window.from} to ${window.to}; baseline ${baseline.from} to ${baseline.to}; ${comparisons} signals compared.`,
    {
      tone: 'muted',
    },
  );
  for (const note of notes) say(note, { tone: 'muted' });
  const spans = { window: span(window), baseline: span(baseline) };
  for (const candidate of candidates) {
    y += LINE;
    say(
      `${candidate.rank}. ${kindWords(candidate.node.kind)} ${candidate.node.name}, confidence ${confidenceWords(candidate.confidence)}`,
      { bold: true, tone: 'warn' },
    );
    say(candidate.sentence);
    say(`Next: ${candidate.next_step}`, { tone: 'muted' });
    const lanes = [causeLane(candidate), ...(symptom ? [symptomLane(symptom)] : [])];
    const chart = drawAlignedChart({ lanes, ...spans, marks, width: WIDTH - 2 * MARGIN });
    items.push(...moved(chart.items, MARGIN, y));
    y += chart.height + LINE / 2;
  }
  y += LINE;
  say('Pulsar Observatory. Candidates and contributing factors, not proof.', { tone: 'muted' });
  return { width: WIDTH, height: y + MARGIN / 2, items };
}

/** The picture in the colours in force at an element. @throws Error where the browser draws no canvas of the size */
export async function explanationPng(
  answer: Explanation,
  marks: readonly ChartMark[],
  element: Element,
): Promise<Blob> {
  const drawing = drawExplanation(answer, marks);
  const scale = Math.min(2, MAX_SIDE / drawing.height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(drawing.width * scale);
  canvas.height = Math.ceil(drawing.height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw on: export JSON instead.');
  const style = getComputedStyle(element);
  const token = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  const colors: Readonly<Record<Tone, string>> = {
    text: token('--text', '#222'),
    muted: token('--text-muted', '#666'),
    grid: token('--grid', '#ddd'),
    accent: token('--accent', '#1f62e0'),
    bad: token('--bad', '#b8063f'),
    warn: token('--warn', '#8a4b00'),
    ok: token('--ok', '#0a764e'),
    unknown: token('--unknown', '#5b6470'),
    panel: token('--panel', '#fff'),
  };
  context.scale(scale, scale);
  context.fillStyle = colors.panel;
  context.fillRect(0, 0, drawing.width, drawing.height);
  paint(context, drawing, { color: (tone) => colors[tone], font: token('--font', 'sans-serif') });
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) =>
      blob ? resolve(blob) : reject(new Error('The picture is too large for this browser: export JSON instead.')),
    ),
  );
}

function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

const span = ({ from, to }: { from: string; to: string }) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) });
