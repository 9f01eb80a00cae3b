/** An element with properties and children. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  children: Node[] = [],
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** A button; `label` says more than its text where several are alike. */
export function button(text: string, onClick: () => void, label?: string): HTMLButtonElement {
  const made = element('button', { type: 'button', textContent: text });
  if (label !== undefined) made.setAttribute('aria-label', label);
  made.addEventListener('click', onClick);
  return made;
}
