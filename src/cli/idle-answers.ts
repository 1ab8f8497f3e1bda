// Answers given by hand that nothing asked for: with a slip in a name the DNS answers in its place, and another server
// is tested than was meant. Where every name was answered by hand, those left over are for other routes.

import type { ResolveEvidence } from '../probe/evidence.ts';
import type { Resolver } from '../probe/resolver.ts';
import { forList } from '../report/escape.ts';
import { hostKey } from '../route/host.ts';
import type { Context } from './context.ts';
import { nearest } from './nearest.ts';

/** A host that is tested, and what its names led to. */
export interface TestedHost {
  readonly host: string;
  readonly evidence: ResolveEvidence;
}

/** A sentence for each flag with such answers. */
export async function idleAnswers(
  context: Context,
  resolver: Resolver,
  tested: readonly TestedHost[],
): Promise<string[]> {
  const { idleAnswer } = await context.words('commands');
  const hosts = new Set(tested.map(({ host }) => hostKey(host)));
  // What was looked up, where an answer could have been given.
  const lookedUp = {
    '--resolve': tested.flatMap(({ evidence }) =>
      evidence.servers
        .filter(({ source }) => source === 'dns' || source === 'hosts-file')
        .map(({ server }) => server),
    ),
    '--mx': tested.filter(({ evidence }) => evidence.mxSource === 'dns').map(({ host }) => host),
  };
  return (['--resolve', '--mx'] as const).flatMap((flag) => {
    const names = resolver.unasked().flatMap((one) => (one.flag === flag ? [one.name] : []));
    if (names.length === 0) return [];
    const shown = names.map(forList);
    if (flag === '--mx' && names.some((name) => hosts.has(hostKey(name))))
      return [idleAnswer(flag, shown, null, null)];
    const [looked] = lookedUp[flag];
    if (looked === undefined) return [];
    const [near] = names.flatMap((name) => nearest(name, lookedUp[flag]) ?? []);
    return [idleAnswer(flag, shown, forList(looked), near === undefined ? null : forList(near))];
  });
}
