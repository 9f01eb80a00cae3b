/** Candidates whose confidence lay in one tenth: how many, how many were true, and the sum of what was said. */
export interface Bin {
  n: number;
  isTrue: number;
  said: number;
}

const SIZE = 360;
const LEFT = 54;
const TOP = 36;
const x = (share: number) => LEFT + share * SIZE;
const y = (share: number) => TOP + (1 - share) * SIZE;
const percent = (share: number) => `${Math.round(share * 100)} %`;

/**
 * A reliability diagram: confidence told (mean of its bin) against the share that was true, with 95 % Wilson intervals and
 * the number of candidates; on the diagonal confidences are what they say.
 */
export function calibrationSvg(bins: readonly Bin[], caption: string): string {
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) => `<path d="M${x(share)} ${y(0)}V${y(1)}M${x(0)} ${y(share)}H${x(1)}" stroke="#8884" />
<text x="${x(share)}" y="${y(0) + 18}" text-anchor="middle">${percent(share)}</text>
<text x="${x(0) - 8}" y="${y(share) + 4}" text-anchor="end">${percent(share)}</text>`,
  );
  const marks = bins
    .filter(({ n }) => n > 0)
    .map(({ n, isTrue, said }) => {
      const [low, high] = wilson(isTrue, n);
      const [at, share] = [x(said / n), isTrue / n];
      return `<path d="M${at.toFixed(1)} ${y(low).toFixed(1)}V${y(high).toFixed(1)}" stroke="#3b78c4" stroke-width="1.5" />
<circle cx="${at.toFixed(1)}" cy="${y(share).toFixed(1)}" r="${(3 + Math.log2(1 + n)).toFixed(1)}" fill="#3b78c4" />
<text x="${(at - 10).toFixed(1)}" y="${(y(share) + (share < 0.5 ? -12 : 24)).toFixed(1)}" text-anchor="end">${n}</text>`;
    });
  const width = LEFT + SIZE + 24;
  const height = TOP + SIZE + 64;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" fill="#444">
<rect width="${width}" height="${height}" fill="#fff" />
<text x="${LEFT}" y="20" font-size="13" font-weight="bold">${caption}</text>
${ticks.join('\n')}
<path d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}" stroke="#c44" stroke-dasharray="5 4" />
${marks.join('\n')}
<text x="${x(0.5)}" y="${y(0) + 40}" text-anchor="middle">confidence told, mean of its tenth</text>
<text transform="translate(12 ${y(0.5)}) rotate(-90)" text-anchor="middle">share that was a true cause</text>
</svg>
`;
}

/** Interval of a share by Wilson's score, 95 %. */
function wilson(hits: number, n: number): [number, number] {
  const z = 1.96;
  const middle = hits / n + (z * z) / (2 * n);
  const half = z * Math.sqrt(((hits / n) * (1 - hits / n)) / n + (z * z) / (4 * n * n));
  const whole = 1 + (z * z) / n;
  return [Math.max(0, (middle - half) / whole), Math.min(1, (middle + half) / whole)];
}
