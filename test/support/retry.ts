// Servers, terminals and time-outs are real in these rooms, and a busy machine can be late for one of them: a test that
// fails there is run again, twice at most, and what went wrong is shown even when it then passes. Elsewhere a test that
// fails now and then has found something, above all around the store.

import { expect, jest } from '@jest/globals';

if (/[\\/]test[\\/](cli|probe|docs|words)[\\/]/.test(expect.getState().testPath ?? ''))
  jest.retryTimes(2, { logErrorsBeforeRetry: true });
