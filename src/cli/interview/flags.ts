// What an interview begins with: the flags of `add` and `edit`.

import type { ChangeFlags } from '../commands/change-flags.ts';
import type { RouteFlags } from '../route-flags.ts';
import type { TestFlags } from '../test-flags.ts';

export interface InterviewFlags extends ChangeFlags, TestFlags, RouteFlags {
  readonly test?: boolean;
  readonly strict?: boolean;
}
