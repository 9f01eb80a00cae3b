import type { Monaco, monacoTypes } from '@grafana/ui';
import { LANGUAGE, LANGUAGE_CONFIGURATION, LANGUAGE_ID } from './language.ts';
import { situationAt } from './situation.ts';
import { suggestionsFor, type Suggestion, type SuggestionSource } from './suggestions.ts';

/** Of each open editor, by the address of its text. Monaco has one provider for a language, whoever asks. */
const sources = new Map<string, () => SuggestionSource>();
const registered = new WeakSet<Monaco>();

/** Makes the language known to Monaco; once. */
export function registerLanguage(monaco: Monaco): void {
  if (registered.has(monaco)) return;
  registered.add(monaco);
  monaco.languages.register({ id: LANGUAGE_ID });
  monaco.languages.setLanguageConfiguration(LANGUAGE_ID, LANGUAGE_CONFIGURATION);
  monaco.languages.setMonarchTokensProvider(LANGUAGE_ID, LANGUAGE);
  monaco.languages.registerCompletionItemProvider(LANGUAGE_ID, {
    triggerCharacters: ['{', ',', '(', '[', '=', '"', '~', ' ', '$'],
    provideCompletionItems: (model, position) => complete(monaco, model, position),
  });
}

/** Completion for one editor; returns what ends it. */
export function attachSource(uri: string, source: () => SuggestionSource): () => void {
  sources.set(uri, source);
  return () => sources.delete(uri);
}

async function complete(
  monaco: Monaco,
  model: monacoTypes.editor.ITextModel,
  position: monacoTypes.Position,
): Promise<monacoTypes.languages.CompletionList> {
  const source = sources.get(model.uri.toString());
  if (!source) return { suggestions: [] };
  const text = model.getValue();
  const at = model.getOffsetAt(position);
  const situation = situationAt(text, at);
  const found = await suggestionsFor(situation, source()).catch(() => []);
  // Of a value everything between the quotes is replaced: it may hold what ends a word.
  const start = situation.kind === 'value' ? at - textBeforeIn(text, at) : wordStart(model, position);
  const end =
    situation.kind === 'value'
      ? at
      : model.getOffsetAt({ lineNumber: position.lineNumber, column: model.getWordUntilPosition(position).endColumn });
  const [from, to] = [model.getPositionAt(start), model.getPositionAt(end)];
  const range = {
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  };
  return { suggestions: found.map((suggestion) => item(monaco, suggestion, range)) };
}

function wordStart(model: monacoTypes.editor.ITextModel, position: monacoTypes.Position): number {
  const { startColumn } = model.getWordUntilPosition(position);
  return model.getOffsetAt({ lineNumber: position.lineNumber, column: startColumn });
}

/** Characters between the opening quote and the cursor. */
function textBeforeIn(text: string, at: number): number {
  return /[^"'`]*$/.exec(text.slice(0, at))?.[0].length ?? 0;
}

function item(monaco: Monaco, suggestion: Suggestion, range: monacoTypes.IRange): monacoTypes.languages.CompletionItem {
  const kinds = monaco.languages.CompletionItemKind;
  const kind = {
    metric: kinds.Variable,
    function: kinds.Function,
    aggregation: kinds.Function,
    keyword: kinds.Keyword,
    label: kinds.Field,
    value: kinds.Value,
    duration: kinds.Unit,
    variable: kinds.Constant,
  }[suggestion.kind];
  const asks = suggestion.kind === 'label' || suggestion.kind === 'metric';
  return {
    label: suggestion.label,
    kind,
    insertText: suggestion.insert,
    range,
    sortText: `${suggestion.rank} ${suggestion.label}`,
    detail: suggestion.detail,
    documentation: suggestion.documentation,
    ...(asks && suggestion.insert.endsWith('=')
      ? { command: { id: 'editor.action.triggerSuggest', title: 'Values' } }
      : {}),
  };
}
