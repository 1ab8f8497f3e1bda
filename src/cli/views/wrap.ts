// Text broken at a width in columns of a terminal: between words, also in a script that writes none between them.

import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

export const columnsOf: (text: string) => number = stringWidth;

const wide = /[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60]/;
// What may not begin a line, and what may not end one. JIS X 4051
const noStart = /^[、。，．・：；？！」』）】〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)\]}%’”]/;
const noEnd = /[「『（【〔〈《([{‘“]$/;
const colour = /(\u001b\[[\d;]*m)/;

/** Text in lines of at most so many columns. */
export function wrapText(text: string, width: number): string {
  if (!wide.test(text)) return wrapAnsi(text, width, { hard: true, trim: true });
  return text
    .split('\n')
    .flatMap((line) => wrapWide(line, width))
    .join('\n');
}

function wrapWide(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const unit of unbreakable(line)) {
    const room = width - stringWidth(current);
    if (stringWidth(unit.trimEnd()) <= room) current += current === '' ? unit.trimStart() : unit;
    else {
      if (current !== '') lines.push(current.trimEnd());
      // A name or a URL longer than a line is cut where the line ends.
      const pieces = wrapAnsi(unit.trimStart(), width, { hard: true, trim: false }).split('\n');
      lines.push(...pieces.slice(0, -1));
      current = pieces.at(-1)!;
    }
  }
  lines.push(current.trimEnd());
  return lines;
}

let segmenter: Intl.Segmenter | undefined;

/** The parts of a line between which it may be broken; a colour belongs to what stands before it. */
function unbreakable(line: string): string[] {
  segmenter ??= new Intl.Segmenter('ja', { granularity: 'word' });
  const units: string[] = [];
  let seen = ' ';
  for (const [index, part] of line.split(colour).entries()) {
    if (index % 2 === 1) {
      units.push((units.pop() ?? '') + part);
      continue;
    }
    for (const { segment } of segmenter.segment(part)) {
      if (mayBreak(seen, segment)) units.push(segment);
      else units.push((units.pop() ?? '') + segment);
      seen = segment;
    }
  }
  return units;
}

function mayBreak(before: string, after: string): boolean {
  if (/^\s/.test(after)) return false;
  if (/\s$/.test(before)) return true;
  return (wide.test(before.slice(-1)) || wide.test(after[0]!)) && !noStart.test(after) && !noEnd.test(before);
}
