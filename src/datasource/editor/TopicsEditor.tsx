import { RadioButtonGroup } from '@grafana/ui';
import type { TopicsQuery } from '@observatory/protocol/datasource-query';
import { MEASURES, subscriptionVerdict } from '@observatory/protocol/topics';
import { useState } from 'react';
import { ChoiceField, words } from './ChoiceField.tsx';
import { ClustersField } from './ClustersField.tsx';
import type { TypeEditorProps } from './editor-context.ts';
import { OneChoice } from './OneChoice.tsx';
import { EditorField } from './EditorField.tsx';
import { EditorRow } from './EditorRow.tsx';
import { FilterField } from './FilterField.tsx';
import { LimitField } from './LimitField.tsx';
import { matching } from './matching.ts';

const SUBJECTS = [
  { value: 'topics', label: 'Topics' },
  { value: 'subscriptions', label: 'Subscriptions' },
] as const;

/** The largest topics, namespaces or subscriptions. */
export function TopicsEditor({ query, onChange, context }: TypeEditorProps<TopicsQuery>): React.JSX.Element {
  const [patternError, setPatternError] = useState<string>();
  const { datasource } = context;
  const findNamespaces = async (typed: string) => {
    const names = await datasource.resources.topicNames('namespace').catch(() => []);
    return matching([...datasource.variableNames(), ...names], typed);
  };
  const commitPattern = (pattern: string) => {
    const problem = problemOfPattern(pattern);
    setPatternError(problem);
    if (problem === undefined) onChange({ ...query, pattern });
  };
  return (
    <EditorRow>
      <EditorField label="Subject">
        {({ id }) => (
          <RadioButtonGroup
            id={id}
            aria-label="Subject"
            options={[...SUBJECTS]}
            value={query.subject}
            onChange={(subject) => onChange({ ...query, subject })}
          />
        )}
      </EditorField>
      {query.subject === 'topics' && (
        <EditorField
          label="One row for each"
          tooltip="Groups are those of the sidecar's configuration (topics.groups)."
        >
          {({ id }) => (
            <OneChoice
              id={id}
              options={(['topic', 'partition', 'namespace', 'group'] as const).map((value) => ({
                value,
                label: value,
              }))}
              value={query.by}
              onChange={(value) => value !== undefined && onChange({ ...query, by: value })}
              width={18}
            />
          )}
        </EditorField>
      )}
      <EditorField
        label="Largest by"
        tooltip="Rates are per second over the broker's last minute; backlogs count entries."
      >
        {({ id }) => (
          <OneChoice
            id={id}
            options={MEASURES.map((value) => ({ value, label: words(value) }))}
            value={query.measure}
            onChange={(value) => value !== undefined && onChange({ ...query, measure: value })}
            width={22}
          />
        )}
      </EditorField>
      <LimitField
        label="Rows"
        value={query.limit}
        min={1}
        max={10_000}
        onChange={(limit) => onChange({ ...query, limit })}
      />
      <ClustersField
        value={query.clusters}
        onChange={(clusters) => onChange({ ...query, clusters })}
        context={context}
      />
      <EditorField label="Namespace" tooltip="tenant/namespace, or a variable of the dashboard.">
        {({ id }) => (
          <OneChoice
            id={id}
            options={findNamespaces}
            value={query.namespace === '' ? null : { value: query.namespace, label: query.namespace }}
            onChange={(option) => onChange({ ...query, namespace: option ?? '' })}
            placeholder="All"
            allowsOthers
            isClearable
            width={26}
          />
        )}
      </EditorField>
      <FilterField
        label="Name matches"
        tooltip="A regular expression (RE2) over the whole name."
        error={patternError}
        value={query.pattern}
        width={26}
        onCommit={commitPattern}
      />
      {query.subject === 'subscriptions' && (
        <ChoiceField
          label="Verdicts"
          tooltip="What the sidecar makes of a subscription's figures."
          value={query.verdicts}
          options={subscriptionVerdict.options}
          onChange={(verdicts) => onChange({ ...query, verdicts })}
        />
      )}
    </EditorRow>
  );
}

/** RE2 is checked by the sidecar; what JavaScript cannot read either is said at once. Variables are not looked into. */
function problemOfPattern(pattern: string): string | undefined {
  if (/\$\{?\w/.test(pattern)) return undefined;
  try {
    new RegExp(pattern.replace(/^\(\?[imsU]+\)/, ''), 'u');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
