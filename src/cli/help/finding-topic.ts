// The topic of a finding as text of 80 columns: what it means, how it looks from the server's side, how to mend it,
// and the steps for each mail server.

import type { Sections } from '../../words/catalogue.ts';
import { type Layout, loadLayout } from '../views/layout.ts';

type Topics = Sections['topics'];
type ReasonTopic = Topics['findings'][string]['reasons'][string];

const width = 80;

/** A code: what it means whatever its reason, and its reasons. */
export async function codeTopic(code: string, topics: Topics): Promise<string> {
  const layout = await loadLayout(width);
  const topic = topics.findings[code]!;
  const titles = Object.entries(topic.reasons).map(([reason, { title }]) => [reason, title] as const);
  const column = Math.max(...titles.map(([reason]) => reason.length));
  const reasons = titles.flatMap(([reason, title]) =>
    layout.wrap(title, `  ${reason.padEnd(column)}  `, ' '.repeat(column + 4)).split('\n'),
  );
  return joined([
    [...layout.wrap(`${code}: ${topic.title}`, '', '  ').split('\n')],
    wrapped(topic.means, layout, ''),
    [topics.headings.reasons, ...reasons],
    wrapped(topics.more(code), layout, ''),
    ...parts(topic, topics, layout),
  ]);
}

/** One reason of a code. */
export async function reasonTopic(code: string, reason: string, topics: Topics): Promise<string> {
  const layout = await loadLayout(width);
  const topic = topics.findings[code]!.reasons[reason]!;
  return joined([
    [...layout.wrap(`${code}/${reason}: ${topic.title}`, '', '  ').split('\n')],
    wrapped(topic.means, layout, ''),
    ...parts(topic, topics, layout),
    wrapped(topics.ofCode(code), layout, ''),
  ]);
}

function parts({ side, mend, steps }: ReasonTopic, { headings }: Topics, layout: Layout): string[][] {
  const titled: (readonly [string, string | undefined])[] = [
    [headings.side, side],
    [headings.mend, mend],
    [headings.postfix, steps?.postfix],
    [headings.exim, steps?.exim],
    [headings.exchange, steps?.exchange],
  ];
  return titled.flatMap(([title, text]) =>
    text === undefined ? [] : [[title, ...wrapped(text, layout, '  ')]],
  );
}

/** Paragraphs wrapped; a line that begins with two spaces stands as it is, two columns further in. */
function wrapped(text: string, layout: Layout, indent: string): string[] {
  return text
    .split('\n')
    .flatMap((line) =>
      line.startsWith('  ') ? [`${indent}${line}`] : layout.wrap(line, indent, indent).split('\n'),
    );
}

const joined = (blocks: readonly string[][]): string =>
  `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
