import type { ReportPlots } from '@observatory/protocol/runs';

/** Reads what the writer packed: JSON, gzip, base64. @throws where the browser has no DecompressionStream, or text is cut */
export async function unpack(base64: string): Promise<ReportPlots> {
  const bytes = Uint8Array.from(atob(base64.trim()), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return (await new Response(stream).json()) as ReportPlots;
}
