/** Character classes of the language, by UTF-16 unit. */
export const isSpace = (character: string): boolean =>
  character === ' ' || character === '\t' || character === '\n' || character === '\r';

export const isDigit = (character: string): boolean => character >= '0' && character <= '9' && character.length === 1;

export const isAlpha = (character: string): boolean =>
  character === '_' || (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');

export const isAlphaNumeric = (character: string): boolean => isAlpha(character) || isDigit(character);
