// Long answers on a terminal go through the pager that the user has set; nobody gets one who has not asked for it.

import type { Environment, OutputStream } from './terminal.ts';

/** Shows a text in the user's pager; false where there is none, the text fits the screen, or the pager cannot be run. */
export function page(text: string, stream: OutputStream, env: Environment): boolean {
  const program = env.ROUTES_PAGER ?? env.PAGER ?? '';
  if (!stream.isTTY || program === '' || program === 'cat' || env.TERM === 'dumb') return false;
  if (text.split('\n').length <= (stream.rows || 24)) return false;
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const { status, signal } = spawnSync(program, {
    input: text,
    stdio: ['pipe', 'inherit', 'inherit'],
    // Colours as they are, and nothing wiped off the screen at the end; as git has it.
    env: { ...env, LESS: env.LESS ?? 'FRX', LV: env.LV ?? '-c' },
    shell: true,
  });
  // 126 and 127 are the shell's: not to be run, not found.
  return signal !== null || (status !== null && status < 126);
}
