// Progress on stderr while a test runs: what was tested, what is being tried. Silent where stderr is no terminal,
// with --quiet, and plain lines where the terminal cannot move its cursor (TERM=dumb, a screen reader).

import type { Target } from '../probe/evidence.ts';
import { forTerminal } from '../report/escape.ts';
import { printHost } from '../route/host.ts';
import type { Context } from './context.ts';
import type { OnProgress } from './test-route.ts';

export interface LiveList {
  readonly onProgress: OnProgress;
  /** Takes the list off the screen. */
  stop(): void;
}

const silent: LiveList = { onProgress: () => {}, stop: () => {} };
/** Addresses shown at once; more are counted. */
const mostLines = 8;
const refresh = 100;

/** A live list for this run. */
export async function startLiveList(context: Context): Promise<LiveList> {
  const { stderr } = context.streams;
  const { env } = context.surroundings;
  if (!stderr.isTTY || context.globals.quiet) return silent;
  const words = await context.words('report');
  if (env.TERM === 'dumb') return plainList(context, words);
  const { createLogUpdate } = await import('log-update');
  const log = createLogUpdate(stderr as NodeJS.WriteStream, { showCursor: true });
  const running = new Map<string, string>();
  let counted = { done: 0, total: 0 };
  const draw = () => {
    const shown = [...running.values()].slice(0, mostLines);
    const more = running.size > mostLines ? [`  ... ${running.size - mostLines}`] : [];
    if (counted.total > 0) log([words.progress(counted.done, counted.total), ...shown, ...more].join('\n'));
  };
  const timer = setInterval(draw, refresh);
  timer.unref();
  return {
    onProgress(event) {
      if (event.kind === 'resolving' || event.kind === 'idle-answer') return;
      if (event.kind === 'targets') {
        counted = { done: 0, total: event.total };
        return;
      }
      if (event.kind === 'finished') {
        running.delete(keyOf(event.evidence.target));
        counted = { done: event.done, total: event.total };
      } else if (event.kind === 'started')
        running.set(keyOf(event.target), `  ${words.stages.running} ${nameOf(event.target)}`);
      else
        running.set(
          keyOf(event.target),
          `  ${nameOf(event.target)} ${words.stages.retry} ${Math.round(event.inMilliseconds / 1000)} s`,
        );
    },
    stop() {
      clearInterval(timer);
      log.clear();
      log.done();
    },
  };
}

function plainList(context: Context, words: { progress: (done: number, total: number) => string }): LiveList {
  return {
    onProgress(event) {
      if (event.kind === 'finished')
        context.say(`${words.progress(event.done, event.total)}: ${nameOf(event.evidence.target)}`);
    },
    stop() {},
  };
}

const keyOf = ({ server, address, port }: Target) => `${server} ${address} ${port}`;

function nameOf({ server, address, port }: Target): string {
  const at = printHost({ host: address, port });
  return forTerminal(server === address ? at : `${server} (${at})`);
}
