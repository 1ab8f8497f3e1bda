// The text of a store: the document in it, and the text of a list of routes. Light, for every `list` comes here:
// what needs a position or a proof against duplicate keys is in diagnose.ts, loaded only then.
// The shape is PRODUCT.md sections 6 and 9: two spaces, stable order, one newline at the end.

import { isUtf8 } from 'node:buffer';
import type { Route } from '../route/route.ts';
import { StoreError } from './errors.ts';
import { storeSchemaId, storeVersion } from './shape-version.ts';

/** A document whose routes have not been looked at yet. */
export interface RawDocument {
  readonly schema: string;
  readonly routes: readonly unknown[];
}

/** The octets as text: no byte order mark, line ends as LF. @throws StoreError store-empty, store-not-text */
export async function decode(octets: Buffer, file: string): Promise<string> {
  if (octets.length === 0) throw new StoreError({ code: 'store-empty', file });
  if (octets.includes(0) || !isUtf8(octets)) {
    const { textFault } = await import('./diagnose.ts');
    throw textFault(octets, file);
  }
  const start = octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf ? 3 : 0;
  const text = octets.toString('utf8', start);
  if (text.trim() === '') throw new StoreError({ code: 'store-empty', file });
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
}

/** The document of a text that the log vouches for: it was validated when it was written. */
export function parseVouched(text: string): { readonly schema: string; readonly routes: readonly Route[] } {
  const document = JSON.parse(text) as { $schema?: string; routes: readonly Route[] };
  return { schema: document.$schema ?? storeSchemaId, routes: document.routes };
}

/**
 * The document of a text that anybody may have written: JSON without duplicate keys, of our version and shape.
 * The routes themselves are for the validator. @throws StoreError with line and column
 */
export async function parseDoubted(text: string, file: string): Promise<RawDocument> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    const { syntaxFault } = await import('./diagnose.ts');
    throw syntaxFault(text, file);
  }
  // A text that equals its own re-serialisation has no duplicate key; only other texts are scanned for one.
  // `__proto__` may be written with escapes, so it is looked for wherever there is an escape too.
  if (text !== `${JSON.stringify(document, null, 2)}\n` || /__proto__|\\u/.test(text)) {
    const { keyFault } = await import('./diagnose.ts');
    const fault = keyFault(text, file);
    if (fault) throw fault;
  }
  const shape = document as { $schema?: unknown; version?: unknown; routes?: unknown } | null;
  const isOurs =
    typeof shape === 'object' &&
    shape !== null &&
    shape.version === storeVersion &&
    Array.isArray(shape.routes) &&
    (shape.$schema === undefined || typeof shape.$schema === 'string') &&
    Object.keys(shape).every((key) => key === '$schema' || key === 'version' || key === 'routes');
  if (!isOurs) {
    const { shapeFault } = await import('./diagnose.ts');
    throw shapeFault(document, text, file);
  }
  return {
    schema: (shape.$schema as string | undefined) ?? storeSchemaId,
    routes: shape.routes as readonly unknown[],
  };
}

/** The text of a store: what goes into the file. */
export function printDocument(routes: readonly Route[], schema: string = storeSchemaId): string {
  return `${JSON.stringify({ $schema: schema, version: storeVersion, routes: routes.map(storedRoute) }, null, 2)}\n`;
}

/** A route with its keys in the order of PRODUCT.md section 9, whatever order they came in. */
export function storedRoute(route: Route): Route {
  const { hosts, options, console } = route;
  const row = ({ host, port, load }: { host: string; port: number; load: number }) => ({ host, port, load });
  return {
    name: route.name,
    hosts:
      hosts.type === 'single'
        ? { type: 'single', host: hosts.host, port: hosts.port }
        : { type: 'multiple', primary: hosts.primary.map(row), secondary: hosts.secondary.map(row) },
    options: {
      lookupMx: options.lookupMx,
      requireTls: options.requireTls,
      requireCa: options.requireCa,
      verifyHostname: options.verifyHostname,
    },
    ...(route.note === undefined ? {} : { note: route.note }),
    ...(route.labels === undefined ? {} : { labels: [...route.labels] }),
    console: console === null ? null : { setAt: console.setAt, by: console.by },
    ...(route.createdAt === undefined ? {} : { createdAt: route.createdAt }),
    ...(route.updatedAt === undefined ? {} : { updatedAt: route.updatedAt }),
  };
}
