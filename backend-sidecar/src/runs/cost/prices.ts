import { parse } from 'yaml';
import { ObservatoryError } from '../../util/errors.ts';

/** What a node costs an hour, by tier or by the node's own name. */
export interface Prices {
  /** `broker`, `bookie`, `metadata`, `client`, `other`, or a node as the run names it. */
  hourly: ReadonlyMap<string, number>;
  /** Said beside the figures, `EUR`; empty when nobody said. */
  currency: string;
}

/**
 * Reads `broker=0.5,bookie=0.7` or YAML (`broker: 0.5`); `currency` names the money, every other key is a tier or a node.
 * @throws ObservatoryError OBS_RUN_PRICE
 */
export function parsePrices(text: string): Prices {
  const isPairs = /^\s*[^\s:=,]+\s*=/.test(text);
  const entries = isPairs ? pairs(text) : yamlEntries(text);
  const hourly = new Map<string, number>();
  let currency = '';
  for (const [key, value] of entries) {
    if (key === 'currency') {
      currency = String(value).trim();
      continue;
    }
    const price = typeof value === 'number' ? value : String(value).trim() === '' ? NaN : Number(value);
    if (!Number.isFinite(price) || price < 0) {
      throw refused(`the price of ${key} is ${JSON.stringify(value)}, expected a number of 0 or more`);
    }
    hourly.set(key, price);
  }
  if (hourly.size === 0) throw refused('no price is given');
  return { hourly, currency };
}

function pairs(text: string): [string, string][] {
  let at = 0;
  return text.split(',').map((part) => {
    const match = /^\s*([^\s=]+)\s*=\s*(.*?)\s*$/.exec(part);
    if (!match) throw refused(`"${part.trim()}" at character ${at + 1} is no NAME=PRICE`);
    at += part.length + 1;
    return [match[1], match[2]];
  });
}

function yamlEntries(text: string): [string, unknown][] {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw refused(error instanceof Error ? error.message : 'it is no YAML');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refused('it is no list of names and prices');
  return Object.entries(value);
}

function refused(reason: string): ObservatoryError {
  return new ObservatoryError('OBS_RUN_PRICE', `the prices cannot be used: ${reason}`, {
    hint: 'write --price broker=0.5,bookie=0.7 (an hour, by tier or node), or a YAML file of the same names',
    httpStatus: 400,
  });
}
