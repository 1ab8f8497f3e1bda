// The interview in another language, on a narrow terminal: the console's words of that language, question by question.

import { expect, test } from '@jest/globals';
import { interview } from '../../src/words/ja/interview.ts';
import { key, start, stored } from '../support/interview.ts';
import { inFolder } from '../support/session.ts';

test('routes add in Japanese, on 40 columns', async () => {
  await inFolder(async (folder) => {
    const terminal = start('add', folder, { ROUTES_LANG: 'ja', NO_COLOR: '1' }, { cols: 40, rows: 24 });
    const steps: [string, string][] = [
      [interview.name, `受信${key.enter}`],
      [interview.kind, key.enter],
      [interview.host, `mx1.example.com:465${key.enter}`],
      // Told in its own words, though it was glued to the host.
      ['ポート 465', `${key.clear}mx1.example.com${key.enter}`],
      [interview.port, `${key.clear}587${key.enter}`],
      [interview.boxes, key.enter],
      [interview.next('受信'), `${key.down}${key.enter}`],
    ];
    for (const [seen, typed] of steps) {
      await terminal.see(seen);
      terminal.type(typed);
    }
    expect(await terminal.exit).toBe(0);
    expect(stored(folder)[0]).toMatchObject({
      name: '受信',
      hosts: { type: 'single', host: 'mx1.example.com', port: 587 },
    });
    const text = terminal.text();
    expect(text).toContain('ルートを追加');
    expect(text).toMatch(/routes add '?受信'? --host mx1\.example\.com:587/);
    expect(text).not.toMatch(/\b(the|your|with|saved)\b/);
  });
});
