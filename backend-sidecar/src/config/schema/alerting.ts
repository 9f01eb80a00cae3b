import type { z } from 'zod';
import { duration, oneOf, text } from '../scalars.ts';
import { list, section } from '../section.ts';
import { httpClientShape } from './http-client.ts';
import { relabelSchema } from './relabel.ts';
import { fileSdSchema, httpSdSchema, otherSdShape, staticConfigSchema } from './scrape.ts';

export const alertingSchema = section({
  alert_relabel_configs: list(relabelSchema)
    .default([])
    .describe('Rules on the labels of alerts before they are sent.'),
  alertmanagers: list(
    section({
      scheme: oneOf('http', 'https').default('http').describe('Scheme of the request.'),
      path_prefix: text().default('').describe('Path before `/api/v2/alerts`.'),
      timeout: duration(1).default(10_000).describe('How long one request may take.'),
      api_version: oneOf('v2').default('v2').describe('Version of its API.'),
      static_configs: list(staticConfigSchema).default([]).describe('Fixed addresses.'),
      file_sd_configs: list(fileSdSchema).default([]).describe('Addresses from files.'),
      http_sd_configs: list(httpSdSchema).default([]).describe('Addresses from HTTP.'),
      relabel_configs: list(relabelSchema).default([]).describe('Rules on the labels of the Alertmanagers.'),
      alert_relabel_configs: list(relabelSchema).default([]).describe('Rules on the labels of alerts sent to these.'),
      ...httpClientShape,
      ...otherSdShape,
    }),
  )
    .default([])
    .describe('Where alerts are sent.'),
});

export type RawAlertingConfig = z.output<typeof alertingSchema>;
