import { ObservatoryError } from '../../util/errors.ts';

/**
 * A path of the admin APIs with names in it: pathOf`/admin/v2/x/${name}`. Each name is one encoded segment; names that
 * would climb (`.`, `..`), are empty or hold control characters are refused.
 * @throws ObservatoryError OBS_CONTROL_NAME
 */
export function pathOf(parts: TemplateStringsArray, ...names: (string | number)[]): string {
  return parts.reduce((path, part, i) => path + segment(String(names[i - 1])) + part);
}

/** The segments of a full topic name: domain, tenant, namespace and local name. @throws as `pathOf` */
export function topicPath(topic: string): string {
  const match = /^(persistent|non-persistent):\/\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(topic);
  if (!match) throw badName(topic);
  return pathOf`/admin/v2/${match[1]}/${match[2]}/${match[3]}/${match[4]}`;
}

/** `tenant/namespace/0x…_0x…`. @throws as `pathOf` */
export function bundlePath(bundle: string): string {
  const match = /^([^/]+)\/([^/]+)\/(0x[0-9a-f]{8}_0x[0-9a-f]{8})$/.exec(bundle);
  if (!match) throw badName(bundle);
  return pathOf`/admin/v2/namespaces/${match[1]}/${match[2]}/${match[3]}`;
}

function segment(name: string): string {
  // eslint-disable-next-line no-control-regex -- those are what is refused
  if (name === '' || name === '.' || name === '..' || /[\u0000-\u001f\u007f]/.test(name)) throw badName(name);
  return encodeURIComponent(name);
}

function badName(name: string): ObservatoryError {
  return new ObservatoryError('OBS_CONTROL_NAME', `${JSON.stringify(name)} cannot be part of an address`, {
    httpStatus: 400,
    hint: 'give the name as the topology shows it',
  });
}
