// Japanese: what `routes help <topic>` says, for the topics and for every finding code. Loaded by `help` only.

import type { topics as pattern } from '../en/topics.ts';
import { certificateTopics } from './topics/certificates.ts';
import { general } from './topics/general.ts';
import { networkTopics } from './topics/network.ts';
import { starttlsTopics } from './topics/starttls.ts';
import { validationTopics } from './topics/validation.ts';

const findings: (typeof pattern)['findings'] = {
  ...starttlsTopics,
  ...certificateTopics,
  ...validationTopics,
  ...networkTopics,
};

export const topics: typeof pattern = {
  general,
  findings,
  headings: {
    side: 'サーバー側での見え方',
    mend: '対処方法',
    reasons: '理由',
    postfix: 'Postfix',
    exim: 'Exim',
    exchange: 'Exchange',
  },
  more: (code) => `個々の理由の詳細は \`routes help ${code}/<reason>\` で確認できます。`,
  ofCode: (code) => `このコードのほかの理由は \`routes help ${code}\` で確認できます。`,
};
