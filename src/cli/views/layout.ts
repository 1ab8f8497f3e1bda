// Lines on a terminal: columns that align with wide characters, and text wrapped with a hanging indent.

import type stringWidth from 'string-width';
import type wrapAnsi from 'wrap-ansi';

export interface Layout {
  /** Rows as aligned columns, two spaces apart, nothing after the last. */
  columns(rows: readonly (readonly string[])[]): string[];
  /** Text wrapped at the width, every line after the first indented; colour is kept. */
  wrap(text: string, first: string, rest: string): string;
}

/** Loads what measuring needs. `width`: columns, or null for no wrapping. */
export async function loadLayout(width: number | null): Promise<Layout> {
  // One after the other: they share modules, which Jest cannot load twice at once.
  const measure: typeof stringWidth = (await import('string-width')).default;
  const wrapper: typeof wrapAnsi | null = width === null ? null : (await import('wrap-ansi')).default;
  return {
    columns(rows) {
      const widths: number[] = [];
      for (const row of rows)
        for (const [index, cell] of row.entries())
          widths[index] = Math.max(widths[index] ?? 0, measure(cell));
      return rows.map((row) =>
        row
          .map((cell, index) =>
            index === row.length - 1 ? cell : cell + ' '.repeat(widths[index]! - measure(cell)),
          )
          .join('  ')
          .trimEnd(),
      );
    },
    wrap(text, first, rest) {
      if (width === null || !wrapper) return first + text;
      const room = Math.max(16, width - Math.max(measure(first), measure(rest)));
      const lines = wrapper(text, room, { hard: true, trim: true }).split('\n');
      return lines.map((line, index) => (index === 0 ? first : rest) + line).join('\n');
    },
  };
}
