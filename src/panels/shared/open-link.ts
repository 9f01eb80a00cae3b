import type { LinkModel } from '@grafana/data';
import { locationService } from '@grafana/runtime';

/** Follows a link as Grafana's own panels do: within the application, or in a new tab. */
export function openLink(link: LinkModel | undefined): void {
  if (!link) return;
  if (link.onClick) link.onClick(undefined);
  else if (link.target === '_blank') window.open(link.href, '_blank', 'noopener,noreferrer');
  else locationService.push(link.href);
}
