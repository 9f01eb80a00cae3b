/** `team=a, env=test`. */
export function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

/** Reads what `labelsText` writes. @throws Error that says which part is no label */
export function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const part of text.split(/[,\n]/)) {
    if (part.trim() === '') continue;
    const match = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)$/.exec(part);
    if (!match) throw new Error(`“${part.trim()}” is no label: write name=value, and commas in between.`);
    labels[match[1]] = match[2].trim();
  }
  return labels;
}
