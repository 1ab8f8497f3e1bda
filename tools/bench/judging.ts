// What judging one ordinary chain costs beside a handshake, whether ten thousand judgements stay flat in memory, and
// whether the worst graph of certificates ends within its bound. Issue 4.

import { connect, createServer, type Server } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Issued, issue } from '../../src/demo/certificates.ts';
import { readCertificate } from '../../src/verdict/certificate.ts';
import { matchIdentity } from '../../src/verdict/identity.ts';
import { findPath, indexAnchors } from '../../src/verdict/path.ts';
import type { Figure } from './figures.ts';

const name = 'mx1.example.com';

export async function judging(): Promise<Figure[]> {
  const root = await issue({ subject: 'O=bench,CN=Root', ca: true, key: 'rsa2048' });
  const intermediate = await issue({
    subject: 'O=bench,CN=Issuer',
    ca: true,
    issuer: root,
    key: 'rsa2048',
    pathLength: 0,
  });
  const leaf = await issue({ subject: name, names: [name], issuer: intermediate, key: 'rsa2048' });
  const handshake = await handshakeCost([leaf, intermediate]);
  const judge = judgeOf(root);
  // As for one server after another: a chain that was seen before, and one that was not.
  const fresh = await Promise.all(
    Array.from({ length: 1500 }, () =>
      issue({ subject: name, names: [name], issuer: intermediate, keys: leaf.keys }),
    ),
  );
  // Warm, as in a run over many servers.
  const first = fresh.splice(0, 1000);
  for (let round = 0; round < 4; round++) for (const one of first) judge([one, intermediate]);
  // By the clock whatever else runs here only adds: the quicker quarter of the batches had the machine for itself.
  const cost = lowerQuartile(
    batches(fresh, 20).map(
      (batch) => elapsed(() => batch.forEach((one) => void judge([one, intermediate]))) / 20,
    ),
  );
  const before = heap();
  for (let count = 0; count < 10_000; count++) judge([leaf, intermediate]);
  return [
    {
      name: 'judging a chain',
      value: cost / handshake,
      unit: 'x a handshake',
      goal: 0.1,
      slack: 0.5,
      remark: `${(cost * 1000).toFixed(0)} µs beside ${(handshake * 1000).toFixed(0)}`,
    },
    {
      name: 'memory after 10,000 judgements',
      value: Math.max(0, heap() - before),
      unit: 'MB more',
      goal: 5,
      slack: 0,
    },
    await worstGraph(root),
  ];
}

function judgeOf(root: Issued) {
  const anchors = indexAnchors([root.der], 'vouched-for');
  return (chain: readonly Issued[]) => {
    const presented = chain.map(({ der }) => readCertificate(der));
    const answer = findPath({ presented, anchors, at: new Date(), policy: 'web-pki' });
    const [first] = presented;
    if (!answer.verified || first?.kind !== 'certificate' || !matchIdentity(first.certificate, name).matched)
      throw new Error('the bench chain does not pass');
  };
}

/** Client and server CPU of one handshake in this process, halved: milliseconds. */
async function handshakeCost(chain: readonly Issued[]): Promise<number> {
  const server: Server = createServer({
    cert: chain.map(({ pem }) => pem).join(''),
    key: chain[0]!.keyPem,
    ca: [],
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const one = () =>
    new Promise<void>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => socket.destroy());
      socket.on('close', () => resolve());
    });
  for (let count = 0; count < 20; count++) await one();
  const before = process.cpuUsage();
  for (let count = 0; count < 100; count++) await one();
  const { user, system } = process.cpuUsage(before);
  server.close();
  return (user + system) / 1000 / 100 / 2;
}

/** Milliseconds by the clock; CPU time would count what V8 compiles and collects on other threads meanwhile. */
function elapsed(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

function batches<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.floor(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

const lowerQuartile = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 2]!;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Megabytes in use after a collection. */
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed / 1e6;
}

// Many CA certificates of one name and key that sign each other: every way is open and none leads to the anchor.
async function worstGraph(root: Issued): Promise<Figure> {
  const first = await issue({ subject: 'CN=Maze', ca: true });
  const maze = await Promise.all(
    Array.from({ length: 60 }, () =>
      issue({ subject: 'CN=Maze', ca: true, issuer: first, keys: first.keys }),
    ),
  );
  const leaf = await issue({ subject: name, names: [name], issuer: first });
  const presented = [leaf, ...maze].map(({ der }) => readCertificate(der));
  const startedAt = performance.now();
  findPath({
    presented,
    anchors: indexAnchors([root.der], 'vouched-for'),
    at: new Date(),
    policy: 'web-pki',
  });
  return {
    name: 'the worst graph of 61 certificates',
    value: performance.now() - startedAt,
    unit: 'ms',
    goal: 1000,
    slack: 0,
  };
}
