// Answers given by hand that nothing asked for: with a slip in a name the DNS answers in its place, and another server
// is tested than was meant. Where every name was answered by hand, those left over are for other routes.

import type { ServerEvidence } from '../probe/evidence.ts';
import type { Resolver, UnaskedAnswer } from '../probe/resolver.ts';
import { forList } from '../report/escape.ts';
import { hostKey } from '../route/host.ts';
import type { Context } from './context.ts';
import { nearest } from './nearest.ts';

/** A sentence for each flag with such answers. `hosts`: those tested, `servers`: what their names led to. */
export async function idleAnswers(
  context: Context,
  resolver: Resolver,
  hosts: readonly string[],
  servers: readonly ServerEvidence[],
): Promise<string[]> {
  const looked = servers.filter(({ source }) => source === 'dns' || source === 'hosts-file');
  const { idleAnswer } = await context.words('commands');
  const unasked = resolver.unasked();
  const tested = new Set(hosts.map(hostKey));
  return (['--resolve', '--mx'] as const).flatMap((flag) => {
    const names = unasked.filter((one: UnaskedAnswer) => one.flag === flag).map(({ name }) => name);
    if (names.length === 0) return [];
    const withoutMx = flag === '--mx' && names.some((name) => tested.has(hostKey(name)));
    if (looked.length === 0 && !withoutMx) return [];
    const candidates = flag === '--mx' ? hosts : looked.map(({ server }) => server);
    const near = names.flatMap((name) => nearest(name, candidates) ?? []);
    const server = looked[0]?.server ?? names[0]!;
    return [idleAnswer(flag, names.map(forList), forList(server), withoutMx, near.map(forList))];
  });
}
