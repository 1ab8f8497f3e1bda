// Many probes at once: the bounds, each target once, retries, dead addresses, and what is left when cancelled.

import { describe, expect, test } from '@jest/globals';
import type { Cause, ProbeEvidence, Target } from '../../src/probe/evidence.ts';
import { type Progress, probeAll, targetKey } from '../../src/probe/pool.ts';

function target(address: string, server = 'mx.example.com', port = 25): Target {
  return { server, address, family: 4, port, sni: server };
}

function evidenceOf(
  at: Target,
  cause: Cause | null = null,
  stage: ProbeEvidence['stage'] = 'connect',
): ProbeEvidence {
  return {
    target: at,
    stage: cause ? stage : 'done',
    outcome: cause ? { kind: 'stopped', stage, cause } : { kind: 'done' },
    replies: [],
    liberties: [],
    injected: null,
    tls: null,
    secondLook: null,
    timings: {},
    dialogue: [],
    attempts: 1,
  };
}

const timedOut: Cause = { kind: 'timed-out', milliseconds: 10, limit: 'stage' };
const turn = (milliseconds = 1): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Counts how many run at once, in all and by address. */
function gauge(act: (at: Target) => Promise<ProbeEvidence>) {
  let running = 0;
  const byAddress = new Map<string, number>();
  const most = { running: 0, perAddress: 0, calls: 0 };
  const probeOne = async (at: Target): Promise<ProbeEvidence> => {
    running += 1;
    most.calls += 1;
    byAddress.set(at.address, (byAddress.get(at.address) ?? 0) + 1);
    most.running = Math.max(most.running, running);
    most.perAddress = Math.max(most.perAddress, byAddress.get(at.address)!);
    try {
      return await act(at);
    } finally {
      running -= 1;
      byAddress.set(at.address, byAddress.get(at.address)! - 1);
    }
  };
  return { most, probeOne };
}

const succeeds = async (at: Target): Promise<ProbeEvidence> => {
  await turn();
  return evidenceOf(at);
};

describe('bounds', () => {
  test('so many at once, and all are done', async () => {
    const { most, probeOne } = gauge(succeeds);
    const targets = Array.from({ length: 500 }, (_, count) => target(`192.0.${count >> 8}.${count & 255}`));
    const results = await probeAll(targets, probeOne, { concurrency: 16 });
    expect(results.size).toBe(500);
    expect(most.running).toBe(16);
  });

  test('two at once to one address and port', async () => {
    const { most, probeOne } = gauge(succeeds);
    const targets = Array.from({ length: 50 }, (_, count) => target('192.0.2.1', `mx${count}.example.com`));
    const results = await probeAll([...targets, target('192.0.2.2')], probeOne);
    expect(results.size).toBe(51);
    expect(most.perAddress).toBe(2);
  });

  test('the same target once for all that name it', async () => {
    const { most, probeOne } = gauge(succeeds);
    const targets = [target('192.0.2.1'), target('192.0.2.1', 'MX.example.com'), target('192.0.2.1')];
    const unlike = [target('192.0.2.1', 'other.example'), target('192.0.2.1', 'mx.example.com', 587)];
    const results = await probeAll(
      [...targets.map((at) => ({ ...at, sni: 'mx.example.com' })), ...unlike],
      probeOne,
    );
    expect([results.size, most.calls]).toEqual([3, 3]);
    expect(results.get(targetKey(targets[0]!))!.outcome.kind).toBe('done');
  });

  test('nothing to do', async () => {
    expect((await probeAll([], succeeds)).size).toBe(0);
  });
});

describe('retries', () => {
  test('as many as were asked for, for what is worth it', async () => {
    const { most, probeOne } = gauge(async (at) => evidenceOf(at, { kind: 'refused' }));
    const results = await probeAll([target('192.0.2.1')], probeOne, {
      retries: 2,
      isWorthRetry: ({ outcome }) => outcome.kind === 'stopped',
      backOff: () => 1,
    });
    expect(most.calls).toBe(3);
    expect([...results.values()]).toMatchObject([{ attempts: 3 }]);
  });

  test('alive on the second try', async () => {
    let calls = 0;
    const progress: Progress['kind'][] = [];
    const results = await probeAll(
      [target('192.0.2.1')],
      async (at) => {
        calls += 1;
        return evidenceOf(at, calls === 1 ? timedOut : null);
      },
      {
        retries: 5,
        isWorthRetry: ({ outcome }) => outcome.kind === 'stopped',
        backOff: () => 1,
        onProgress: ({ kind }) => progress.push(kind),
      },
    );
    expect([...results.values()]).toMatchObject([{ attempts: 2, outcome: { kind: 'done' } }]);
    expect(progress).toEqual(['started', 'retry', 'started', 'finished']);
  });

  test('a failure that is none for the caller is not tried again', async () => {
    const { most, probeOne } = gauge(async (at) => evidenceOf(at, { kind: 'refused' }));
    await probeAll([target('192.0.2.1')], probeOne, { retries: 3, isWorthRetry: () => false });
    expect(most.calls).toBe(1);
  });
});

describe('dead addresses', () => {
  test('cost their time-out once, for all names', async () => {
    const { most, probeOne } = gauge(async (at) => {
      await turn(30);
      return evidenceOf(at, timedOut);
    });
    const targets = Array.from({ length: 40 }, (_, count) => target('192.0.2.1', `mx${count}.example.com`));
    const startedAt = performance.now();
    const results = await probeAll(targets, probeOne);
    expect(performance.now() - startedAt).toBeLessThan(100);
    expect(most.calls).toBe(2);
    expect(results.size).toBe(40);
    expect([...results.values()].every(({ outcome }) => outcome.kind === 'stopped')).toBe(true);
    expect(results.get(targetKey(targets[39]!))!.target).toBe(targets[39]);
  });

  test('not in a row', async () => {
    const { probeOne } = gauge(async (at) => {
      if (at.address.startsWith('198.')) await turn(50);
      return evidenceOf(at, at.address.startsWith('198.') ? timedOut : null);
    });
    const targets = Array.from({ length: 100 }, (_, count) =>
      target(count % 10 === 0 ? `198.51.100.${count}` : `192.0.2.${count}`),
    );
    const startedAt = performance.now();
    await probeAll(targets, probeOne, { concurrency: 16 });
    expect(performance.now() - startedAt).toBeLessThan(120);
  });

  test('with retries every name gets its own second try', async () => {
    let calls = 0;
    const results = await probeAll(
      Array.from({ length: 5 }, (_, count) => target('192.0.2.1', `mx${count}.example.com`)),
      async (at) => {
        calls += 1;
        await turn();
        return evidenceOf(at, calls <= 2 ? timedOut : null);
      },
      { retries: 1, isWorthRetry: ({ outcome }) => outcome.kind === 'stopped', backOff: () => 1 },
    );
    expect([...results.values()].map(({ outcome }) => outcome.kind)).toEqual(Array(5).fill('done'));
  });
});

describe('cancelled', () => {
  test('what is known is returned, what was not begun is missing', async () => {
    const controller = new AbortController();
    let finished = 0;
    const results = await probeAll(
      Array.from({ length: 100 }, (_, count) => target(`192.0.2.${count}`)),
      succeeds,
      {
        concurrency: 4,
        signal: controller.signal,
        onProgress: ({ kind }) => {
          if (kind === 'finished') finished += 1;
          if (finished === 8) controller.abort();
        },
      },
    );
    expect(results.size).toBeGreaterThanOrEqual(8);
    expect(results.size).toBeLessThan(16);
  });

  test('during a back-off: the last evidence stays', async () => {
    const controller = new AbortController();
    const results = await probeAll([target('192.0.2.1')], async (at) => evidenceOf(at, { kind: 'refused' }), {
      retries: 1,
      isWorthRetry: () => true,
      backOff: () => 60_000,
      signal: controller.signal,
      onProgress: ({ kind }) => {
        if (kind === 'retry') setImmediate(() => controller.abort());
      },
    });
    expect([...results.values()]).toMatchObject([{ outcome: { cause: { kind: 'refused' } } }]);
  });

  test('before it began', async () => {
    const results = await probeAll([target('192.0.2.1')], succeeds, { signal: AbortSignal.abort() });
    expect(results.size).toBe(0);
  });
});

test('a probe that cannot begin ends it all', async () => {
  await expect(probeAll([target('192.0.2.1')], () => Promise.reject(new TypeError('no')))).rejects.toThrow(
    'no',
  );
});
