import { css } from '@emotion/css';
import type { DataSourcePluginOptionsEditorProps, GrafanaTheme2 } from '@grafana/data';
import { Alert, Field, FieldSet, Input, SecretInput, SecretTextArea, Switch, useStyles2 } from '@grafana/ui';
import type { SecureDatasourceSettings } from '@observatory/protocol/datasource-settings';
import { useState } from 'react';
import { testIds } from '../testIds.ts';
import type { ObservatoryOptions } from '../types.ts';
import { parseTimeout, problemOfInterval, problemOfPem, problemOfUrl } from './check-settings.ts';

type Props = DataSourcePluginOptionsEditorProps<ObservatoryOptions, SecureDatasourceSettings>;
type SecretName = keyof SecureDatasourceSettings;

const WIDTH = 60;

/** The datasource's settings. Every key can be provisioned; its name in the file stands in each description. */
export function ConfigEditor({ options, onOptionsChange }: Props): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const { jsonData, secureJsonFields, secureJsonData } = options;
  const readOnly = options.readOnly === true;
  const [timeout, setTimeoutText] = useState(String(jsonData.timeout ?? 30));
  const timeoutProblem = 'problem' in parseTimeout(timeout) ? 'Seconds, more than 0 and at most 3600' : undefined;

  const set = (part: ObservatoryOptions) => onOptionsChange({ ...options, jsonData: { ...jsonData, ...part } });
  const secret = (name: SecretName) => ({
    isConfigured: secureJsonFields?.[name] === true,
    value: secureJsonData?.[name] ?? '',
    disabled: readOnly,
    onReset: () =>
      onOptionsChange({
        ...options,
        secureJsonFields: { ...secureJsonFields, [name]: false },
        secureJsonData: { ...secureJsonData, [name]: '' },
      }),
    onChange: (event: React.SyntheticEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onOptionsChange({ ...options, secureJsonData: { ...secureJsonData, [name]: event.currentTarget.value } }),
  });
  const isHttps = /^https:/i.test(jsonData.sidecarUrl ?? '');
  const urlProblem = problemOfUrl(jsonData.sidecarUrl ?? '');
  const pemProblem = (name: SecretName, kind: 'CERTIFICATE' | 'PRIVATE KEY') =>
    problemOfPem(secureJsonData?.[name] ?? '', kind);

  return (
    <div className={styles.editor}>
      {readOnly && (
        <Alert severity="info" title="Provisioned">
          This datasource comes from a file and is changed there.
        </Alert>
      )}
      <FieldSet label="Connection">
        <Field
          noMargin
          label="Sidecar URL"
          required
          description="Where Grafana's server (not your browser) reaches the sidecar, for example http://127.0.0.1:7480. File: jsonData.sidecarUrl"
          invalid={urlProblem !== undefined}
          error={urlProblem}
        >
          <Input
            id="observatory-sidecar-url"
            data-testid={testIds.config.sidecarUrl}
            width={WIDTH}
            disabled={readOnly}
            placeholder="http://127.0.0.1:7480"
            value={jsonData.sidecarUrl ?? ''}
            onChange={(event) => set({ sidecarUrl: event.currentTarget.value.trim() })}
          />
        </Field>
        <Field
          noMargin
          label="Token"
          description="A token of the role reader from the sidecar's auth.tokens. May stay empty when the sidecar asks for none. File: secureJsonData.token"
        >
          <SecretInput
            id="observatory-token"
            data-testid={testIds.config.token}
            width={WIDTH}
            placeholder="Bearer token"
            autoComplete="off"
            {...secret('token')}
          />
        </Field>
      </FieldSet>

      <FieldSet label="TLS">
        {!isHttps && (
          <p className={styles.note}>The URL begins with http://: what follows counts once it is https://.</p>
        )}
        <Field
          noMargin
          label="Own certificate authority"
          description="Trust the certificate below instead of the system's. File: jsonData.tlsAuthWithCACert"
        >
          <Switch
            id="observatory-ca"
            disabled={readOnly}
            value={jsonData.tlsAuthWithCACert ?? false}
            onChange={(event) => set({ tlsAuthWithCACert: event.currentTarget.checked })}
          />
        </Field>
        {jsonData.tlsAuthWithCACert && (
          <Field
            noMargin
            label="CA certificate"
            description="PEM, one or more. File: secureJsonData.tlsCACert"
            invalid={pemProblem('tlsCACert', 'CERTIFICATE') !== undefined}
            error={pemProblem('tlsCACert', 'CERTIFICATE')}
          >
            <SecretTextArea
              id="observatory-ca-cert"
              data-testid={testIds.config.caCert}
              cols={WIDTH}
              rows={5}
              placeholder="-----BEGIN CERTIFICATE-----"
              {...secret('tlsCACert')}
            />
          </Field>
        )}
        <Field
          noMargin
          label="Client certificate"
          description="Show a certificate to the sidecar (its tls_server_config asks for one). File: jsonData.tlsAuth"
        >
          <Switch
            id="observatory-client"
            disabled={readOnly}
            value={jsonData.tlsAuth ?? false}
            onChange={(event) => set({ tlsAuth: event.currentTarget.checked })}
          />
        </Field>
        {jsonData.tlsAuth && (
          <>
            <Field
              noMargin
              label="Certificate"
              description="PEM, with the chain below it. File: secureJsonData.tlsClientCert"
              invalid={pemProblem('tlsClientCert', 'CERTIFICATE') !== undefined}
              error={pemProblem('tlsClientCert', 'CERTIFICATE')}
            >
              <SecretTextArea
                id="observatory-client-cert"
                data-testid={testIds.config.clientCert}
                cols={WIDTH}
                rows={5}
                placeholder="-----BEGIN CERTIFICATE-----"
                {...secret('tlsClientCert')}
              />
            </Field>
            <Field
              noMargin
              label="Key"
              description="PEM, not encrypted. File: secureJsonData.tlsClientKey"
              invalid={pemProblem('tlsClientKey', 'PRIVATE KEY') !== undefined}
              error={pemProblem('tlsClientKey', 'PRIVATE KEY')}
            >
              <SecretTextArea
                id="observatory-client-key"
                data-testid={testIds.config.clientKey}
                cols={WIDTH}
                rows={5}
                placeholder="-----BEGIN PRIVATE KEY-----"
                {...secret('tlsClientKey')}
              />
            </Field>
          </>
        )}
        <Field
          noMargin
          label="Server name"
          description="The name in the sidecar's certificate, where it is not that of the URL. File: jsonData.serverName"
        >
          <Input
            id="observatory-server-name"
            data-testid={testIds.config.serverName}
            width={WIDTH}
            disabled={readOnly}
            placeholder="as in the URL"
            value={jsonData.serverName ?? ''}
            onChange={(event) => set({ serverName: event.currentTarget.value.trim() })}
          />
        </Field>
        <Field noMargin label="Skip verification" description="Believe any certificate. File: jsonData.tlsSkipVerify">
          <Switch
            id="observatory-skip-verify"
            data-testid={testIds.config.skipVerify}
            disabled={readOnly}
            value={jsonData.tlsSkipVerify ?? false}
            onChange={(event) => set({ tlsSkipVerify: event.currentTarget.checked })}
          />
        </Field>
        {jsonData.tlsSkipVerify && (
          <Alert
            severity="warning"
            title="Anyone in between can read the token"
            data-testid={testIds.config.skipVerifyWarning}
          >
            Without verification a server in between can pass for the sidecar. Give the certificate authority instead.
          </Alert>
        )}
      </FieldSet>

      <FieldSet label="Queries">
        <Field
          noMargin
          label="Timeout"
          description="Seconds for one answer of the sidecar; a query that takes longer fails and says so. File: jsonData.timeout"
          invalid={timeoutProblem !== undefined}
          error={timeoutProblem}
        >
          <Input
            id="observatory-timeout"
            data-testid={testIds.config.timeout}
            type="number"
            width={20}
            disabled={readOnly}
            value={timeout}
            suffix="s"
            onChange={(event) => {
              const text = event.currentTarget.value;
              setTimeoutText(text);
              const parsed = parseTimeout(text);
              if ('seconds' in parsed) set({ timeout: parsed.seconds });
            }}
          />
        </Field>
        <Field
          noMargin
          label="Scrape interval"
          description="As in the sidecar's configuration. It is the smallest step of a panel, and $__rate_interval is four of it. File: jsonData.timeInterval"
          invalid={problemOfInterval(jsonData.timeInterval ?? '') !== undefined}
          error={problemOfInterval(jsonData.timeInterval ?? '')}
        >
          <Input
            id="observatory-interval"
            data-testid={testIds.config.interval}
            width={20}
            disabled={readOnly}
            placeholder="15s"
            value={jsonData.timeInterval ?? ''}
            onChange={(event) => set({ timeInterval: event.currentTarget.value.trim() || undefined })}
          />
        </Field>
      </FieldSet>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  editor: css({ maxWidth: theme.breakpoints.values.md, '& fieldset > div': { marginBottom: theme.spacing(2) } }),
  note: css({ color: theme.colors.text.secondary }),
});
