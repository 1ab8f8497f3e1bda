// English: what `routes help <topic>` says, for the topics and for every finding code. Loaded by `help` only.

import { certificateTopics } from './topics/certificates.ts';
import { general } from './topics/general.ts';
import { networkTopics } from './topics/network.ts';
import { starttlsTopics } from './topics/starttls.ts';
import type { CodeTopic } from './topics/topic.ts';
import { validationTopics } from './topics/validation.ts';

const findings: Record<string, CodeTopic> = {
  ...starttlsTopics,
  ...certificateTopics,
  ...validationTopics,
  ...networkTopics,
};

export const topics = {
  general,
  findings,
  headings: {
    side: "From the server's side",
    mend: 'How to mend it',
    reasons: 'Reasons',
    postfix: 'Postfix',
    exim: 'Exim',
    exchange: 'Exchange',
  },
  more: (code: string) => `\`routes help ${code}/<reason>\` tells more of one.`,
  ofCode: (code: string) => `\`routes help ${code}\` lists the other reasons of this code.`,
};
