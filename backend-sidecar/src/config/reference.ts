/** Renders the key tables of docs/configuration.md from the schema, so that no key can be missing there. */
import type { z } from 'zod';
import { rootSchema } from './schema/root.ts';
import { httpClientShape } from './schema/http-client.ts';
import { scrapeLimitShape } from './schema/limits.ts';
import { relabelSchema } from './schema/relabel.ts';
import { otherSdShape } from './schema/scrape.ts';
import { unwrap, type Shape } from './schema-walk.ts';

type Keys = Readonly<Record<string, z.ZodType>>;

/** Keys that many sections share are described once. */
const SHARED: readonly { title: string; about: string; keys: Keys }[] = [
  {
    title: 'HTTP client keys',
    about:
      'The same wherever the sidecar is a client. Credentials and client certificates go to the configured host only.',
    keys: httpClientShape,
  },
  { title: 'Scrape limits', about: 'What one scrape may cost.', keys: scrapeLimitShape },
  { title: 'Other discoveries', about: 'Known from Prometheus, and refused with a sentence.', keys: otherSdShape },
];
const RELABEL = 'Relabelling rules';

/** Markdown: one heading and table per section, in the order of the schema. */
export function renderReference(): string {
  const parts: string[] = [];
  const relabelShape = unwrap(relabelSchema).shape;
  renderSection('Top level', '', sectionKeys(unwrap(rootSchema).shape), parts);
  if (relabelShape.type === 'section') {
    renderSection(
      RELABEL,
      'Entries of `relabel_configs`, `metric_relabel_configs`, `write_relabel_configs` and `alert_relabel_configs`.',
      relabelShape.keys,
      parts,
    );
  }
  for (const { title, about, keys } of SHARED) renderSection(title, about, keys, parts, keys);
  return parts.join('\n\n');
}

function renderSection(title: string, about: string, keys: Keys, parts: string[], own?: Keys): void {
  const rows: string[] = [];
  const nested: [title: string, about: string, keys: Keys][] = [];
  const hidden = new Set<z.ZodType>();
  for (const shared of SHARED) {
    const members = Object.values(shared.keys);
    if (shared.keys === own || !members.every((member) => Object.values(keys).includes(member))) continue;
    for (const member of members) hidden.add(member);
    rows.push(`| [${shared.title}](#${anchor(shared.title)}) | | | ${shared.about} |`);
  }
  const body: string[] = [];
  for (const [name, schema] of Object.entries(keys)) {
    if (hidden.has(schema)) continue;
    const { shape, required, defaultText } = unwrap(schema);
    const prefix = own || title === 'Top level' || title === RELABEL ? '' : `${title}.`;
    const inner = innerSection(shape);
    const path = `${prefix}${name}${shape.type === 'list' ? '[]' : shape.type === 'mapping' ? '.<name>' : ''}`;
    let type = typeText(shape);
    if (shape.type === 'list' && shape.element === relabelSchema) type = `list of [rules](#${anchor(RELABEL)})`;
    else if (inner) {
      type = `[${type}](#${anchor(path)})`;
      nested.push([path, schema.description ?? '', inner]);
    }
    const fallback = required
      ? '**required**'
      : defaultText === undefined
        ? ''
        : `\`${defaultText}\``.replace(/^``"?"?``$/, '`""`');
    body.push(`| \`${name}\` | ${type} | ${fallback} | ${escapeCell(schema.description ?? '')} |`);
  }
  parts.push(
    [
      `### ${title}`,
      ...(about ? ['', about] : []),
      '',
      '| key | type | default | meaning |',
      '|---|---|---|---|',
      ...body,
      ...rows,
    ].join('\n'),
  );
  for (const [innerTitle, innerAbout, innerKeys] of nested) renderSection(innerTitle, innerAbout, innerKeys, parts);
}

function sectionKeys(shape: Shape): Keys {
  return shape.type === 'section' ? shape.keys : {};
}

/** The section that a key leads to, directly or as entry of a list or mapping. */
function innerSection(shape: Shape): Keys | undefined {
  if (shape.type === 'section') return shape.keys;
  if (shape.type === 'list') return innerSection(unwrap(shape.element).shape);
  return shape.type === 'mapping' ? innerSection(unwrap(shape.value).shape) : undefined;
}

function typeText(shape: Shape): string {
  switch (shape.type) {
    case 'scalar':
      return escapeCell(shape.kind);
    case 'list': {
      const element = typeText(unwrap(shape.element).shape);
      return element === 'section' ? 'list' : `list of ${element}`;
    }
    case 'mapping': {
      const value = typeText(unwrap(shape.value).shape);
      return value === 'section' ? 'mapping' : `mapping of ${value}`;
    }
    case 'section':
      return 'section';
    case 'ignored':
      return 'ignored';
    case 'refused':
      return 'refused';
  }
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '\\<');
}

function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9_ -]/g, '')
    .replaceAll(' ', '-');
}
