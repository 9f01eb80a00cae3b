/** Why a text is no address of a sidecar, in words for the form; empty when it is one. */
export function urlProblem(text: string): string {
  if (text.trim() === '') return 'Enter the address of the sidecar, for example http://127.0.0.1:7480.';
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return 'This is no address: write it with http:// or https:// in front.';
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'Only http:// and https:// addresses work.';
  if (url.username !== '' || url.password !== '')
    return 'Leave the name and password out: tokens have fields of their own.';
  if (url.search !== '' || url.hash !== '') return 'Leave out what follows ? or #.';
  return '';
}
