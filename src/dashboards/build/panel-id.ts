/** The same panel has the same id in every release, wherever it stands: links and alert rules name it. FNV-1a of its title. */
export function panelId(title: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < title.length; i++) hash = Math.imul(hash ^ title.charCodeAt(i), 0x01000193) >>> 0;
  return 1 + (hash % 999_983);
}
