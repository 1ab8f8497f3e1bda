// Japanese: what each finding means and what mends it, by code and reason.

import type { findings as pattern } from '../en/findings.ts';
import type { Say } from '../parts.ts';
import { certificateFindings } from './certificate-findings.ts';
import { serverFindings } from './server-findings.ts';

const sayings: Record<string, Say> = { ...certificateFindings, ...serverFindings };

export const findings: typeof pattern = {
  of(code, reason) {
    return (
      sayings[`${code}/${reason}`] ?? {
        message: (data) => `${code}${reason ? `(${reason})` : ''}${data.what ? `: ${data.what}` : ''}`,
      }
    );
  },
  known: Object.keys(sayings),
  ifOn: {
    fail: 'チェックボックスがオンなら不合格: ',
    inconclusive: 'チェックボックスがオンなら判定不能: ',
    warn: 'チェックボックスがオンなら警告: ',
  },
};
