/** An alert's summary without the template language: `{{ $labels.instance }}` as `‹instance›`, values as `N`. */
export function plainSummary(template: string): string {
  return template
    .replace(/\{\{ *if [^}]*\}\}(.*?)\{\{ *else *\}\}(.*?)\{\{ *end *\}\}/g, '$1 or $2')
    .replace(/\{\{ *if [^}]*\}\}(.*?)\{\{ *end *\}\}/g, '$1')
    .replace(/\{\{[^}]*\$labels\.(\w+)[^}]*\}\}/g, '‹$1›')
    .replace(/\{\{[^}]*\}\}/g, 'N');
}
