/** Hands a file to the browser's downloads. */
export function saveFile(name: string, content: string | Blob, type = 'text/plain'): void {
  const url = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has taken its copy by then; a URL that stays would keep the content in memory.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
