// Servers, terminals and time-outs here are real, and a busy machine can be late for one of them: a test that fails is
// run again, twice at most, and what went wrong is shown even when it then passes.

import { jest } from '@jest/globals';

jest.retryTimes(2, { logErrorsBeforeRetry: true });
