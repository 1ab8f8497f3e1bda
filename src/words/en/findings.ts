// English: what each finding means and what mends it, by code and reason.

import type { Say } from '../parts.ts';
import { certificateFindings } from './certificate-findings.ts';
import { serverFindings } from './server-findings.ts';

const sayings: Record<string, Say> = { ...certificateFindings, ...serverFindings };

export const findings = {
  /** The words for one finding. Codes without words say themselves, so that nothing is ever swallowed. */
  of(code: string, reason: string | null): Say {
    return (
      sayings[`${code}/${reason}`] ?? {
        message: (data) => `${code}${reason ? ` (${reason})` : ''}${data.what ? `: ${data.what}` : ''}`,
      }
    );
  },
  /** Everything that there are words for, as `code/reason`. */
  known: Object.keys(sayings),
  /** What a finding would be, were its box on. */
  ifOn: {
    fail: 'would fail if the box were on: ',
    inconclusive: 'could not be told if the box were on: ',
    warn: 'would be a warning if the box were on: ',
  },
};
