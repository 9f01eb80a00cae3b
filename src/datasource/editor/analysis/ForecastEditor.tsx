import { useState } from 'react';
import type { ForecastQuery } from '@observatory/protocol/datasource-query';
import type { TypeEditorProps } from '../editor-context.ts';
import { EditorField } from '../EditorField.tsx';
import { EditorRow } from '../EditorRow.tsx';
import { TextField } from '../TextField.tsx';
import { ExprField } from './ExprField.tsx';
import { ModeField } from './ModeField.tsx';

const DURATION = /^(\d+(ms|[smhdwy]))+$/;

/** A query, how far ahead it is told, and the limit it may meet. */
export function ForecastEditor({ query, onChange, context }: TypeEditorProps<ForecastQuery>): React.JSX.Element {
  const [horizonError, setHorizonError] = useState<string>();
  const [limitError, setLimitError] = useState<string>();
  const commitHorizon = (text: string) => {
    const horizon = text.trim();
    const isGood = DURATION.test(horizon) || horizon.startsWith('$');
    setHorizonError(isGood ? undefined : 'A duration such as 30m, 6h or 7d');
    if (isGood) onChange({ ...query, horizon });
  };
  const commitLimit = (text: string) => {
    const limit = text.trim() === '' ? undefined : Number(text);
    const isGood = limit === undefined || Number.isFinite(limit);
    setLimitError(isGood ? undefined : 'A number');
    if (!isGood) return;
    const { limit: _limit, ...rest } = query;
    onChange(limit === undefined ? (rest as ForecastQuery) : { ...query, limit });
  };
  return (
    <>
      <ExprField label="Query" value={query.expr} onCommit={(expr) => onChange({ ...query, expr })} context={context} />
      <EditorRow>
        <EditorField
          label="Horizon"
          tooltip="How far ahead. A dashboard whose time range ends in the future shows as much as it has room for."
          error={horizonError}
        >
          {({ id }) => (
            <TextField
              id={id}
              value={query.horizon}
              width={12}
              invalid={horizonError !== undefined}
              onCommit={commitHorizon}
            />
          )}
        </EditorField>
        <EditorField
          label="Limit"
          tooltip="A value whose crossing is looked for, in the query's unit."
          error={limitError}
        >
          {({ id }) => (
            <TextField
              id={id}
              value={query.limit === undefined ? '' : String(query.limit)}
              width={16}
              placeholder="None"
              invalid={limitError !== undefined}
              onCommit={commitLimit}
            />
          )}
        </EditorField>
        <ModeField
          value={query.mode}
          instant="with a limit the seconds until it is met, else the value at the horizon"
          onChange={(mode) => onChange({ ...query, mode })}
        />
      </EditorRow>
    </>
  );
}
