// Lines on a terminal: columns that align with wide characters, and text wrapped with a hanging indent.

export interface Layout {
  /** Columns to wrap at; null for no wrapping. */
  readonly width: number | null;
  /** Columns that a text takes. */
  measure(text: string): number;
  /** Rows as aligned columns, two spaces apart, nothing after the last. */
  columns(rows: readonly (readonly string[])[]): string[];
  /** Text wrapped at the width, every line after the first indented; colour is kept. */
  wrap(text: string, first: string, rest: string): string;
}

/** Loads what measuring needs. `width`: columns, or null for no wrapping. */
export async function loadLayout(width: number | null): Promise<Layout> {
  const { columnsOf: measure, wrapText } = await import('./wrap.ts');
  return {
    width,
    measure,
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
      if (width === null) return first + text;
      const room = Math.max(16, width - measure(rest));
      // What the first line has more in front of it, as one word with the first.
      const before = 'x'.repeat(Math.min(room - 1, Math.max(0, measure(first) - measure(rest))));
      const lines = wrapText(before + text, room)
        .slice(before.length)
        .split('\n');
      return lines.map((line, index) => (index === 0 ? first : rest) + line).join('\n');
    },
  };
}
