import type { DataSourceSettings } from '@grafana/data';
import type { SecureDatasourceSettings } from '@observatory/protocol/datasource-settings';
import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { testIds } from '../testIds.ts';
import type { ObservatoryOptions } from '../types.ts';
import { parseTimeout, problemOfInterval, problemOfPem, problemOfUrl } from './check-settings.ts';
import { ConfigEditor } from './ConfigEditor.tsx';

type Settings = DataSourceSettings<ObservatoryOptions, SecureDatasourceSettings>;

function setUp(initial: Partial<Settings> = {}) {
  const seen = { options: { jsonData: {}, secureJsonFields: {}, ...initial } as Settings };
  function Host() {
    const [options, setOptions] = useState(seen.options);
    seen.options = options;
    return <ConfigEditor options={options} onOptionsChange={setOptions} />;
  }
  render(<Host />);
  return seen;
}

it('keeps every setting under the key that provisioning files have', async () => {
  const seen = setUp();
  fireEvent.change(screen.getByLabelText(/Sidecar URL/), { target: { value: ' https://sidecar:7480 ' } });
  fireEvent.change(screen.getByLabelText(/^Token/), { target: { value: 'secret' } });
  await userEvent.click(screen.getByLabelText(/Own certificate authority/));
  await userEvent.click(screen.getByLabelText(/^Client certificate/));
  fireEvent.change(screen.getByTestId(testIds.config.caCert), { target: { value: 'nonsense' } });
  expect(screen.getByRole('alert')).toHaveTextContent('no PEM certificate');
  fireEvent.change(screen.getByTestId(testIds.config.serverName), { target: { value: 'name' } });
  await userEvent.click(screen.getByTestId(testIds.config.skipVerify));
  expect(screen.getByTestId(testIds.config.skipVerifyWarning)).toHaveTextContent('can pass for the sidecar');
  fireEvent.change(screen.getByTestId(testIds.config.timeout), { target: { value: '60' } });
  fireEvent.change(screen.getByTestId(testIds.config.interval), { target: { value: '30s' } });
  expect(seen.options.jsonData).toEqual({
    sidecarUrl: 'https://sidecar:7480',
    tlsAuthWithCACert: true,
    tlsAuth: true,
    serverName: 'name',
    tlsSkipVerify: true,
    timeout: 60,
    timeInterval: '30s',
  });
  expect(seen.options.secureJsonData).toEqual({ token: 'secret', tlsCACert: 'nonsense' });
});

it('never shows a secret that is kept, and lets it be replaced', async () => {
  const seen = setUp({ secureJsonFields: { token: true } });
  expect(screen.getByDisplayValue('configured')).toBeDisabled();
  await userEvent.click(screen.getByRole('button', { name: /reset/i }));
  expect(seen.options).toMatchObject({ secureJsonFields: { token: false }, secureJsonData: { token: '' } });
});

it('is read-only when it comes from a file', () => {
  setUp({ readOnly: true });
  expect(screen.getByText('Provisioned')).toBeInTheDocument();
  expect(screen.getByTestId(testIds.config.sidecarUrl)).toBeDisabled();
});

it('names what is wrong', () => {
  expect(problemOfUrl('localhost:7480')).toContain('http://');
  expect(problemOfUrl('http://')).toContain('no address');
  expect(problemOfUrl('http://u:p@host')).toContain('token');
  expect(problemOfUrl('http://host/?a=b')).toContain('?');
  expect([problemOfUrl(''), problemOfUrl('https://host/base')]).toEqual([undefined, undefined]);
  expect(['0', '', 'x', '3601'].map((text) => 'problem' in parseTimeout(text))).toEqual([true, true, true, true]);
  expect(['', '15s', 'often'].map((text) => problemOfInterval(text) !== undefined)).toEqual([false, false, true]);
  expect(problemOfPem('-----BEGIN RSA PRIVATE KEY-----\nx', 'PRIVATE KEY')).toContain('end');
  expect(
    problemOfPem('-----BEGIN EC PRIVATE KEY-----\nx\n-----END EC PRIVATE KEY-----', 'PRIVATE KEY'),
  ).toBeUndefined();
});
