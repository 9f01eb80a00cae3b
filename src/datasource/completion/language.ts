import type { monacoTypes } from '@grafana/ui';
import { AGGREGATIONS, FUNCTIONS } from '../promql/functions.ts';

/** A language of our own: under Grafana's id its provider would answer in our editors, and ours in its. */
export const LANGUAGE_ID = 'observatory-promql';

export const LANGUAGE_CONFIGURATION: monacoTypes.languages.LanguageConfiguration = {
  // Names with colons, variables and durations are one word each.
  wordPattern: /(-?\d*\.\d\w*)|([^`~!#%^&*()\-=+[{\]}\\|;'",.<>/?\s]+)/g,
  comments: { lineComment: '#' },
  brackets: [
    ['{', '}'],
    ['[', ']'],
    ['(', ')'],
  ],
  autoClosingPairs: ['{}', '[]', '()', '""', "''", '``'].map(([open, close]) => ({ open, close })),
  surroundingPairs: ['{}', '[]', '()', '""', "''", '``'].map(([open, close]) => ({ open, close })),
};

/** Colours for PromQL, from the same catalogue as the completion. */
export const LANGUAGE: monacoTypes.languages.IMonarchLanguage = {
  ignoreCase: false,
  defaultToken: '',
  aggregations: AGGREGATIONS.map(({ name }) => name),
  functions: FUNCTIONS.map(({ name }) => name),
  modifiers: [
    'by',
    'without',
    'on',
    'ignoring',
    'group_left',
    'group_right',
    'offset',
    'bool',
    'and',
    'or',
    'unless',
    'atan2',
  ],
  tokenizer: {
    root: [
      [/#.*$/, 'comment'],
      [/\$\{[^}]*\}|\$\w+|\[\[\w+(:\w+)?\]\]/, 'variable.predefined'],
      [/\d+(ms|[smhdwy])(\d+(ms|[smhdwy]))*/, 'number'],
      [/0x[\da-fA-F]+|\d*\.?\d+([eE][-+]?\d+)?/, 'number'],
      [/[a-zA-Z_]\w*(?=\s*(=~|!~|!=|=(?!=)))/, 'tag'],
      [
        /[a-zA-Z_:][\w:]*/,
        {
          cases: {
            '@aggregations': 'type',
            '@functions': 'type.identifier',
            '@modifiers': 'keyword',
            '@default': 'identifier',
          },
        },
      ],
      [/"/, 'string', '@double'],
      [/'/, 'string', '@single'],
      [/`/, 'string', '@raw'],
      [/[{}()[\]]/, '@brackets'],
      [/[-+*/%^=<>!~@]+/, 'delimiter'],
      [/[,:]/, 'delimiter'],
    ],
    double: [
      [/[^\\"$]+/, 'string'],
      [/\$\{[^}]*\}|\$\w+/, 'variable.predefined'],
      [/\\./, 'string.escape'],
      [/\$/, 'string'],
      [/"/, 'string', '@pop'],
    ],
    single: [
      [/[^\\']+/, 'string'],
      [/\\./, 'string.escape'],
      [/'/, 'string', '@pop'],
    ],
    raw: [
      [/[^`]+/, 'string'],
      [/`/, 'string', '@pop'],
    ],
  },
};
