import { useId, useState } from 'react';
import { lastValueFrom } from 'rxjs';
import type { AppPluginMeta, PluginConfigPageProps } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { Alert, Button, Field, FieldSet, Input, SecretInput, Stack, Text } from '@grafana/ui';
import { APP_ID } from '../../constants.ts';
import { CheckResult } from './CheckResult.tsx';
import { checkConnection, type ConnectionCheck } from './check-connection.ts';
import { formProblem, settingsBody, TOKENS, type AppSettings, type ConnectionForm } from './settings.ts';
import { testIds } from '../../components/test-ids.ts';

type Meta = AppPluginMeta<AppSettings> & { secureJsonFields?: Record<string, boolean> };

/** Where the sidecar is and which tokens it is called with; saving checks both. */
export function ConnectionPage({ plugin }: PluginConfigPageProps<AppPluginMeta<AppSettings>>): React.JSX.Element {
  const meta = plugin.meta as Meta;
  const [form, setForm] = useState<ConnectionForm>(() => ({
    sidecarUrl: meta.jsonData?.sidecarUrl ?? '',
    tokens: {},
    kept: Object.fromEntries(TOKENS.map(({ key }) => [key, meta.secureJsonFields?.[key] ?? false])),
  }));
  const [busy, setBusy] = useState(false);
  const [check, setCheck] = useState<ConnectionCheck>();
  const [failure, setFailure] = useState('');
  const urlId = useId();
  const problem = formProblem(form);
  const change = (part: Partial<ConnectionForm>) => setForm({ ...form, ...part });

  const run = async (work: () => Promise<ConnectionForm>) => {
    setBusy(true);
    setFailure('');
    setCheck(undefined);
    try {
      const { kept } = await work();
      setCheck(
        await checkConnection({
          reader: kept.readerToken ?? false,
          operator: kept.operatorToken ?? false,
          admin: kept.adminToken ?? false,
        }),
      );
    } catch (error) {
      setFailure(messageOf(error));
    } finally {
      setBusy(false);
    }
  };

  const save = async (): Promise<ConnectionForm> => {
    const body = settingsBody(form, meta.jsonData ?? {});
    await lastValueFrom(
      getBackendSrv().fetch({
        url: `/api/plugins/${APP_ID}/settings`,
        method: 'POST',
        data: body,
        showErrorAlert: false,
      }),
    );
    const kept = Object.fromEntries(
      TOKENS.map(({ key }) => [key, form.kept[key] || (form.tokens[key]?.trim() ?? '') !== '']),
    );
    const saved = { ...form, tokens: {}, kept };
    setForm(saved);
    return saved;
  };

  return (
    <Stack direction="column" gap={2} maxWidth={90}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run(save);
        }}
      >
        <FieldSet label="Sidecar">
          <Field
            label="Address"
            description="Where Grafana’s server reaches the sidecar; browsers never go there."
            invalid={problem !== ''}
            error={problem}
            htmlFor={urlId}
          >
            <Input
              id={urlId}
              data-testid={testIds.connection.url}
              value={form.sidecarUrl}
              placeholder="http://127.0.0.1:7480"
              onChange={(event) => change({ sidecarUrl: event.currentTarget.value })}
            />
          </Field>
          {form.sidecarUrl.startsWith('https:') && <TlsNote />}
        </FieldSet>
        <FieldSet label="Tokens">
          <Text element="p" color="secondary">
            The sidecar’s auth.tokens, one a role. Grafana keeps them encrypted, checks who may use which route, and
            adds the token of the route’s rank; no browser sees one.
          </Text>
          {TOKENS.map(({ key, title, grantedTo, may }) => (
            <Field
              key={key}
              label={title}
              description={`${may} Grafana lets ${grantedTo} and above use it.`}
              htmlFor={key}
            >
              <SecretInput
                id={key}
                data-testid={testIds.connection.token(key)}
                width={60}
                isConfigured={form.kept[key] ?? false}
                value={form.tokens[key] ?? ''}
                onChange={(event) => change({ tokens: { ...form.tokens, [key]: event.currentTarget.value } })}
                onReset={() => change({ kept: { ...form.kept, [key]: false }, tokens: { ...form.tokens, [key]: '' } })}
              />
            </Field>
          ))}
        </FieldSet>
        <Stack direction="row" gap={1}>
          <Button type="submit" disabled={busy || problem !== ''} data-testid={testIds.connection.save}>
            Save and test
          </Button>
          <Button
            variant="secondary"
            disabled={busy}
            data-testid={testIds.connection.test}
            onClick={() => void run(() => Promise.resolve(form))}
          >
            Test what is saved
          </Button>
        </Stack>
      </form>
      <Text element="p" color="secondary">
        Where provisioning/plugins sets these values, it overwrites what is saved here at Grafana’s next start.
      </Text>
      {failure !== '' && (
        <Alert severity="error" title="The settings were not saved or checked">
          {failure}
        </Alert>
      )}
      {check && <CheckResult check={check} />}
    </Stack>
  );
}

function TlsNote(): React.JSX.Element {
  return (
    <Alert severity="info" title="Certificates of the app’s routes">
      Grafana trusts its system’s authorities here: add the sidecar’s authority to them, or start Grafana with
      SSL_CERT_FILE. The datasource has TLS settings of its own.
    </Alert>
  );
}

function messageOf(error: unknown): string {
  const { data, message } = (error ?? {}) as { data?: { message?: string }; message?: string };
  return data?.message ?? message ?? String(error);
}
