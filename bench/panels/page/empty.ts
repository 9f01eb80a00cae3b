/**
 * The floor, in two ways. `clear`: a canvas as large as what is seen, cleared in every frame but for one moving pixel, of which
 * the compositor shows that pixel alone. `pan`: an empty canvas that is moved, so that all of it is shown anew, which is what
 * any picture costs that pans.
 */
import { frames, swing } from './measure.ts';

const isPanned = location.search.includes('pan');
const canvas = document.createElement('canvas');
canvas.width = 1600;
canvas.height = 900;
document.getElementById('root')?.append(canvas);
const context = canvas.getContext('2d', { alpha: !isPanned });
if (context) context.strokeStyle = '#ccccdc';
context?.strokeRect(20, 20, canvas.width - 40, canvas.height - 40);
if (isPanned) canvas.style.willChange = 'transform';

function clear(frame: number): void {
  if (!context) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#ccccdc';
  context.fillRect(800 + swing(frame), 450, 1, 1);
}

function pan(frame: number): void {
  canvas.style.transform = `translate(${swing(frame)}px, 0)`;
}

window.bench = { firstDrawMs: 0, pan: (count) => frames(count, isPanned ? pan : clear) };
