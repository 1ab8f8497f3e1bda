// From a host of a route to the addresses to try and the names that go with them. By RFC 5321 5.1 under MX
// lookup: the MX hosts by preference; no MX at all, the domain itself; MX that lead nowhere, nothing. SNI and the
// name checked are the host as typed, or the MX host; never an alias's target.

import { isIP } from 'node:net';
import { addressValue, asciiName, hostKey } from '../route/host.ts';
import type { Host } from '../route/route.ts';
import type { Lookup, MxRecord, ResolveEvidence, ServerEvidence, Target } from './evidence.ts';
import type { Resolver } from './resolver.ts';

/** MX hosts of one domain that are looked at, as many as a table may have hosts (R4); the rest are told as untested. */
const mostMxHosts = 100;

export interface Resolved {
  readonly evidence: ResolveEvidence;
  /** By MX preference, then as answered. */
  readonly targets: readonly Target[];
}

/** What the names of one host lead to, and every address to probe. Never rejects. */
export async function resolveHost(host: Host, lookupMx: boolean, resolver: Resolver): Promise<Resolved> {
  const startedAt = performance.now();
  const evidence =
    lookupMx && isIP(host.host) === 0
      ? await resolveMx(host.host, resolver)
      : { mx: null, mxSource: null, leftOut: [], servers: [await resolveServer(host.host, null, resolver)] };
  const milliseconds = Math.round((performance.now() - startedAt) * 10) / 10;
  return { evidence: { ...evidence, milliseconds }, targets: targetsOf(evidence.servers, host.port) };
}

async function resolveMx(domain: string, resolver: Resolver): Promise<Omit<ResolveEvidence, 'milliseconds'>> {
  const { lookup, source } = await resolver.mx(domain);
  if (lookup.kind === 'no-records' || lookup.kind === 'no-such-name') {
    // RFC 5321 5.1: without any MX the domain is treated as if it were its own, an implicit MX.
    const server = await resolveServer(domain, null, resolver);
    return { mx: lookup, mxSource: source, leftOut: [], servers: [server] };
  }
  if (lookup.kind !== 'records') return { mx: lookup, mxSource: source, leftOut: [], servers: [] };
  const hosts = mxHosts(lookup);
  const kept = hosts.slice(0, mostMxHosts);
  // RFC 5321 5.1: MX hosts that lead nowhere are an error; the domain's own address is no way out.
  const servers = await Promise.all(
    kept.map(({ exchange, preference }) => resolveServer(exchange, preference, resolver)),
  );
  return { mx: lookup, mxSource: source, leftOut: hosts.slice(mostMxHosts), servers };
}

/** The MX hosts once each, best preference first, else in the order of the answer; without the null MX (RFC 7505). */
function mxHosts(lookup: Extract<Lookup<MxRecord>, { kind: 'records' }>): MxRecord[] {
  const sorted = [...lookup.records].sort((one, other) => one.preference - other.preference);
  const seen = new Set<string>();
  return sorted.filter(({ exchange }) => {
    const key = hostKey(exchange);
    if (exchange === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

async function resolveServer(
  server: string,
  preference: number | null,
  resolver: Resolver,
): Promise<ServerEvidence> {
  // RFC 5321 5.1, RFC 1035 3.3.9: an MX names a host; an address in its place is not followed.
  if (preference !== null && isAddressInDisguise(server)) {
    return {
      server,
      preference,
      source: 'literal',
      lookup: { kind: 'refused-to-look-up', problem: 'mx-is-address' },
      isAddress: true,
    };
  }
  const { source, lookup, partial } = await resolver.addresses(server);
  return { server, preference, source, lookup, isAddress: false, ...(partial && { partial }) };
}

function isAddressInDisguise(server: string): boolean {
  const bare = server.replace(/\.$/, '').replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) !== 0;
}

function targetsOf(servers: readonly ServerEvidence[], port: number): Target[] {
  const targets: Target[] = [];
  for (const { server, lookup } of servers) {
    if (lookup.kind !== 'records') continue;
    const seen = new Set<string>();
    // RFC 6066 3: a name only, without the trailing dot.
    const sni = isIP(server) === 0 ? (asciiName(server) ?? server.replace(/\.$/, '').toLowerCase()) : null;
    for (const { address, family } of lookup.records) {
      const value = addressValue(address) ?? address;
      if (seen.has(value)) continue;
      seen.add(value);
      targets.push({ server, address, family, port, sni });
    }
  }
  return targets;
}
