// The shape of a store, for a JSON Schema and for telling shape errors: objects, types, unknown fields.
// What a value may be (names, hosts, ports, loads, boxes) is the rules' business, in validate.ts.

import * as z from 'zod/mini';

const host = z.string();
const port = z.number();
const load = z.number();

export const HostSchema = z.strictObject({ type: z.literal('single'), host, port });
export const RowSchema = z.strictObject({ host, port, load });
export const TablesSchema = z.strictObject({
  type: z.literal('multiple'),
  primary: z.array(RowSchema),
  secondary: z.array(RowSchema),
});

export const OptionsSchema = z.strictObject({
  lookupMx: z.boolean(),
  requireTls: z.boolean(),
  requireCa: z.boolean(),
  verifyHostname: z.boolean(),
});

export const RouteSchema = z.strictObject({
  name: z.string(),
  hosts: z.discriminatedUnion('type', [HostSchema, TablesSchema]),
  options: OptionsSchema,
  note: z.optional(z.string()),
  labels: z.optional(z.array(z.string())),
  console: z.nullable(z.strictObject({ setAt: z.string(), by: z.string() })),
  createdAt: z.optional(z.string()),
  updatedAt: z.optional(z.string()),
});

export const StoreSchema = z.strictObject({
  $schema: z.optional(z.string()),
  version: z.literal(1),
  routes: z.array(RouteSchema),
});

type JsonSchema = Record<string, unknown>;

// The rules, as far as JSON Schema can say them: R1, R3, R4, R6, R10.
const constraints: Record<string, JsonSchema> = {
  port: { type: 'integer', anyOf: [{ const: 25 }, { const: 587 }, { minimum: 1024, maximum: 65535 }] },
  load: { type: 'integer', minimum: 1, maximum: 100 },
  name: { type: 'string', minLength: 1, pattern: '\\S' },
  primary: { minItems: 1, maxItems: 100 },
  secondary: { maxItems: 100 },
};

function constrain(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(constrain);
  if (typeof schema !== 'object' || schema === null) return schema;
  const result: JsonSchema = {};
  for (const [key, value] of Object.entries(schema)) {
    result[key] = constrain(value);
    if (key !== 'properties') continue;
    if ('requireTls' in (value as JsonSchema)) Object.assign(result, boxesNeedTls);
    for (const [name, extra] of Object.entries(constraints)) {
      const property = (result[key] as Record<string, JsonSchema>)[name];
      if (property) Object.assign(property, extra);
    }
  }
  return result;
}

// R10: a box that needs TLS is on only where TLS is.
const boxesNeedTls: JsonSchema = {
  if: { properties: { requireTls: { const: false } } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { properties: { requireCa: { const: false }, verifyHostname: { const: false } } },
};

/** The JSON Schema of a store (draft 2020-12). */
export function storeJsonSchema(): JsonSchema {
  return constrain(z.toJSONSchema(StoreSchema)) as JsonSchema;
}
