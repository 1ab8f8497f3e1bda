// What the DNS knows of the names typed: is it a domain rather than a server, and has a domain an MX record? Asked
// while the next question is being answered, for two seconds at most, and silent when the DNS cannot be reached.
// Answers given by hand (--resolve, --mx) and a resolver named by hand are honoured.

import type { Resolver } from '../../probe/resolver.ts';
import { addressValue } from '../../route/host.ts';
import type { Warning } from '../../route/problem.ts';
import { hostRows, type Route } from '../../route/route.ts';
import type { Context } from '../context.ts';
import type { TestFlags } from '../test-flags.ts';
import { resolverOf } from '../test-plan.ts';

/** What a name is, as far as two seconds can tell. */
type Nature = 'server' | 'domain' | 'unknown';

const patience = 2000;

export class LookUp {
  readonly #resolver: Resolver;
  readonly #end = new AbortController();
  readonly #natures = new Map<string, Promise<Nature>>();
  readonly #withoutMx = new Map<string, Promise<boolean>>();

  /** @throws CliError for flags that cannot be used: before the first question, not after the last */
  static async open(context: Context, flags: TestFlags): Promise<LookUp> {
    return new LookUp(flags, await context.setting<string | null>('resolver'));
  }

  private constructor(flags: TestFlags, server: string | null) {
    this.#resolver = resolverOf(flags, server, { timeout: patience, signal: this.#end.signal });
  }

  /** Begins to look up what was typed; the answer is asked for later. */
  begin(host: string): void {
    void this.#natureOf(host);
  }

  /** MX records, but no address: a domain stands where a server belongs. */
  async isDomain(host: string): Promise<boolean> {
    return (await this.#natureOf(host)) === 'domain';
  }

  /** The warnings of section 1 that need the DNS. */
  async warnings(route: Pick<Route, 'hosts' | 'options'>): Promise<Warning[]> {
    const hosts = [...new Set(hostRows(route).map(({ row }) => row.host))];
    const all = hosts.map(async (host): Promise<Warning[]> => {
      const path = 'hosts';
      if (route.options.lookupMx)
        return (await this.#hasNoMx(host)) ? [{ code: 'no-mx', path, data: { host } }] : [];
      return (await this.isDomain(host)) ? [{ code: 'domain-not-server', path, data: { host } }] : [];
    });
    return (await Promise.all(all)).flat();
  }

  /** Ends what is still being asked, so that nothing is waited for. */
  close(): void {
    this.#end.abort();
  }

  #natureOf(host: string): Promise<Nature> {
    return remembered(this.#natures, host, () => this.#findNature(host));
  }

  async #findNature(host: string): Promise<Nature> {
    if (addressValue(host) !== null) return 'server';
    const [addresses, mx] = await Promise.all([this.#resolver.addresses(host), this.#resolver.mx(host)]);
    if (addresses.lookup.kind === 'records') return 'server';
    return addresses.lookup.kind === 'no-records' && mx.lookup.kind === 'records' ? 'domain' : 'unknown';
  }

  #hasNoMx(host: string): Promise<boolean> {
    return remembered(this.#withoutMx, host, async () => {
      const { lookup } = await this.#resolver.mx(host);
      return lookup.kind === 'no-records' || lookup.kind === 'no-such-name';
    });
  }
}

function remembered<T>(map: Map<string, Promise<T>>, key: string, find: () => Promise<T>): Promise<T> {
  const known = map.get(key);
  if (known) return known;
  const found = find();
  map.set(key, found);
  return found;
}
