// The JSON report of test-tls, version 1: a contract (PRODUCT.md section 8), and the JSON Schema that publishes it.
// Fields may be added; none may change its meaning or leave without a new version.

import * as z from 'zod/mini';

const verdict = z.enum(['pass', 'warn', 'fail', 'inconclusive']);
const line = z.enum(['pass', 'fail', 'off', 'inconclusive']);
const lines = z.strictObject({ mx: line, tls: line, ca: line, hostname: line });
const time = z.string();
const count = z.number();
const stage = z.enum(['resolve', 'connect', 'greeting', 'ehlo', 'starttls', 'handshake', 'done']);
const share = z.strictObject({ deliver: count, return: count, unknown: count });
const table = z.enum(['primary', 'secondary']);

export const FindingSchema = z.strictObject({
  code: z.string(),
  reason: z.nullable(z.string()),
  severity: z.enum(['fail', 'warn', 'note', 'inconclusive']),
  rootCause: z.boolean(),
  message: z.string(),
  remedy: z.nullable(z.string()),
  data: z.record(z.string(), z.unknown()),
});

const CertificateSchema = z.strictObject({
  subject: z.string(),
  issuer: z.string(),
  serialNumber: z.string(),
  names: z.array(z.string()),
  notBefore: z.nullable(time),
  notAfter: z.nullable(time),
  fingerprint256: z.string(),
  problem: z.optional(z.string()),
});

const StepSchema = z.strictObject({
  subject: z.string(),
  notBefore: z.nullable(time),
  notAfter: z.nullable(time),
  fingerprint256: z.string(),
  /** Its place in the presented chain, from 0; null for one that was not sent: an anchor. */
  position: z.nullable(z.number()),
});

const RefusalSchema = z.strictObject({
  code: z.string(),
  reason: z.string(),
  subject: z.nullable(z.string()),
  /** Of the certificate that it concerns. */
  fingerprint256: z.nullable(z.string()),
  rule: z.string(),
  message: z.string(),
});

/** What one trust store says, and how it came to that (`--explain`). The first decides. */
const ExplanationSchema = z.strictObject({
  trust: z.string(),
  verified: z.boolean(),
  /** Whether signatures lead to a trust anchor, whatever else is against the path. */
  reachesAnchor: z.boolean(),
  /** The path chosen, leaf to anchor; else the nearest one, or the furthest that signatures lead. */
  path: z.array(StepSchema),
  refusals: z.array(RefusalSchema),
  tried: z.array(z.strictObject({ path: z.array(StepSchema), refusal: RefusalSchema })),
});

const RepairedSchema = z.strictObject({
  subject: z.string(),
  fingerprint256: z.string(),
  source: z.enum(['presented', 'file', 'address', 'trust']),
  where: z.nullable(z.string()),
});

/** The chain as it should be sent, where what it lacks is at hand. */
const RepairSchema = z.strictObject({
  chain: z.array(RepairedSchema),
  missing: z.array(z.string()),
  surplus: z.array(z.string()),
  reordered: z.boolean(),
});

const AddressSchema = z.strictObject({
  address: z.nullable(z.string()),
  family: z.nullable(z.literal([4, 6])),
  server: z.string(),
  preference: z.nullable(z.number()),
  port: z.number(),
  verdict,
  /** False: no route from this machine to its family, while another address was judged; it stays out of the verdict. */
  counted: z.boolean(),
  lines,
  observed: lines,
  stage,
  findings: z.array(FindingSchema),
  tls: z.nullable(
    z.strictObject({
      protocol: z.nullable(z.string()),
      cipher: z.nullable(z.string()),
      keyExchange: z.nullable(z.string()),
      sni: z.nullable(z.string()),
      clientCertificate: z.enum(['not-asked', 'asked', 'required']),
      ocspStapled: z.boolean(),
    }),
  ),
  secondLook: z.nullable(z.strictObject({ why: z.string(), seen: z.record(z.string(), z.unknown()) })),
  otherTrust: z.array(
    z.strictObject({ trust: z.string(), verified: z.boolean(), reason: z.nullable(z.string()) }),
  ),
  openssl: z.nullable(z.strictObject({ trust: z.string(), error: z.nullable(z.string()) })),
  referenceIdentifiers: z.array(z.string()),
  presentedChain: z.array(CertificateSchema),
  path: z.nullable(
    z.strictObject({
      verified: z.boolean(),
      trust: z.string(),
      certificates: z.array(z.string()),
      anchor: z.nullable(z.string()),
    }),
  ),
  repair: z.optional(RepairSchema),
  explanation: z.optional(z.array(ExplanationSchema)),
  replies: z.array(z.strictObject({ code: z.number(), lines: z.array(z.string()) })),
  timings: z.record(z.string(), z.number()),
  attempts: z.number(),
  dialogue: z.optional(z.array(z.strictObject({ at: z.number(), from: z.string(), text: z.string() }))),
});

const WarningSchema = z.strictObject({ code: z.string(), path: z.string(), message: z.string() });

const ResolutionSchema = z.strictObject({
  server: z.string(),
  preference: z.nullable(z.number()),
  source: z.enum(['dns', 'hosts-file', 'by-hand', 'literal', 'not-looked-up']),
  addresses: z.number(),
  /** Seconds. */
  ttl: z.nullable(z.number()),
  /** The AD bit of the answer (RFC 4035 3.2.3): as far as the resolver can be believed. */
  authenticated: z.nullable(z.boolean()),
  aliases: z.array(z.string()),
});

const fraction = z.number().check(z.minimum(0), z.maximum(1));
const fractions = z
  .strictObject({ deliver: fraction, return: fraction, unknown: fraction })
  .check(z.refine((parts) => Math.abs(parts.deliver + parts.return + parts.unknown - 1) < 1e-6));

const HostSchema = z.strictObject({
  host: z.string(),
  port: z.number(),
  table,
  load: z.number(),
  verdict,
  lines,
  observed: lines,
  consistency: z.array(
    z.strictObject({ fingerprint256: z.nullable(z.string()), addresses: z.array(z.string()) }),
  ),
  findings: z.array(FindingSchema),
  /** What names led to, and who said so: the DNS, this machine's hosts file, or answers given by hand. */
  resolution: z.array(ResolutionSchema),
  /** Those that needed the DNS. */
  warnings: z.array(WarningSchema),
  /** Parts of this host's mail, summing to 1: what the share of its table is made of. */
  fractions,
  deliversInClear: z.boolean(),
  addresses: z.array(AddressSchema),
});

export const RouteReportSchema = z.strictObject({
  name: z.nullable(z.string()),
  verdict,
  delivery: z.enum(['deliver', 'return', 'unknown']),
  sentence: z.string(),
  options: z.strictObject({
    lookupMx: z.boolean(),
    requireTls: z.boolean(),
    requireCa: z.boolean(),
    verifyHostname: z.boolean(),
  }),
  strictestPassing: z.nullable(
    z.strictObject({ requireTls: z.boolean(), requireCa: z.boolean(), verifyHostname: z.boolean() }),
  ),
  tables: z.strictObject({ primary: verdict, secondary: z.nullable(verdict) }),
  share: z.strictObject({ primary: share, secondary: z.nullable(share) }),
  warnings: z.array(WarningSchema),
  hosts: z.array(HostSchema),
});

export const ReportSchema = z.strictObject({
  version: z.literal(1),
  generatedAt: time,
  at: time,
  verdict,
  run: z.strictObject({
    tool: z.string(),
    node: z.string(),
    openssl: z.string(),
    trust: z.array(z.strictObject({ name: z.string(), count: z.number(), sha256: z.string() })),
    resolver: z.string(),
    ehloName: z.nullable(z.string()),
    arguments: z.array(z.string()),
    shard: z.nullable(z.strictObject({ index: z.number(), count: z.number() })),
    /** Names are placeholders, each report's own. */
    redacted: z.optional(z.literal(true)),
  }),
  summary: z.strictObject({
    routes: count,
    hosts: count,
    addresses: count,
    pass: count,
    warn: count,
    fail: count,
    inconclusive: count,
  }),
  notes: z.array(z.string()),
  /** Set in a rehearsal alone: the file that every server is taken to serve. */
  rehearsal: z.optional(
    z.strictObject({
      certificate: z.string(),
      key: z.nullable(z.string()),
      /** Whether OpenSSL judged too, in a handshake inside the process. */
      handshake: z.boolean(),
      written: z.nullable(z.string()),
    }),
  ),
  routes: z.array(RouteReportSchema),
});

export type Report = z.infer<typeof ReportSchema>;
export type RouteReport = Report['routes'][number];
export type HostReport = RouteReport['hosts'][number];
export type AddressReport = HostReport['addresses'][number];
export type FindingReport = z.infer<typeof FindingSchema>;
export type Explanation = z.infer<typeof ExplanationSchema>;

/** The JSON Schema of the report (draft 2020-12). Further fields are allowed: they may be added within a version. */
export function reportJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(ReportSchema) as Record<string, unknown>;
}
