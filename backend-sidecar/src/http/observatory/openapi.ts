import * as z from 'zod';
import { errorAnswer } from '@observatory/protocol/error';
import { OBSERVATORY_PREFIX, type OperationEntry } from './operation.ts';

/** The OpenAPI 3.1 document of the Observatory API, made from the same schemas that check requests. */
export function openApiDocument(entries: readonly OperationEntry[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, object>> = {};
  for (const entry of entries) {
    const path = entry.path.replaceAll(/:(\w+)/g, '{$1}').replace(/\*$/, '{rest}');
    paths[path] = { ...paths[path], [entry.method.toLowerCase()]: operationObject(entry) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pulsar Observatory',
      version,
      description: 'The API of the sidecar beside the Prometheus HTTP API, which it serves at /api/v1.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: OBSERVATORY_PREFIX }],
    paths,
    components: {
      schemas: { Error: jsonSchema(errorAnswer, 'output') },
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'Content of a token_file; its role decides what it may do.',
        },
        session: { type: 'apiKey', in: 'cookie', name: 'observatory_session', description: 'Set by POST /session.' },
      },
    },
  };
}

function operationObject(entry: OperationEntry): object {
  const content: Record<string, object> = {};
  if (entry.answer) content['application/json'] = { schema: jsonSchema(entry.answer, 'output') };
  for (const type of entry.answerTypes ?? []) content[type] = {};
  return {
    summary: entry.summary,
    operationId: `${entry.method.toLowerCase()}${entry.path.replaceAll(/[^a-z0-9]+(\w)/gi, (_, letter: string) => letter.toUpperCase())}`,
    'x-required-role': entry.role,
    security: entry.role === 'public' ? [] : [{ token: [] }, { session: [] }],
    parameters: [...pathParameters(entry.path), ...queryParameters(entry.query)],
    ...bodyObject(entry.documentedBody ?? entry.body),
    responses: {
      200: { description: 'Done.', content },
      default: {
        description: 'An error, with its code and what to do.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

function bodyObject(schema: z.ZodType | undefined): object {
  if (!schema) return {};
  return { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(schema, 'input') } } } };
}

function pathParameters(path: string): object[] {
  return [...path.replace(/\*$/, ':rest').matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(schema: z.ZodType | undefined): object[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: property,
  }));
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
