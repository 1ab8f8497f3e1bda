// What a bench gives: figures, each with its goal, told as a table or as JSON. A goal is missed when the figure is
// over it by more than its slack, which is for a noisy machine and never for a slow program.

export interface Figure {
  readonly name: string;
  readonly value: number;
  /** What the value counts: `x node -e 0`, `round trips`. */
  readonly unit: string;
  /** At most this; null: shown for comparison only. */
  readonly goal: number | null;
  /** As a share of the goal: 0.15 lets 15 per cent pass. */
  readonly slack: number;
  readonly remark?: string;
}

export function isMissed({ value, goal, slack }: Figure): boolean {
  return goal !== null && value > goal * (1 + slack);
}

/** The figures as aligned lines. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    figure.value.toFixed(2),
    figure.unit,
    figure.goal === null ? '' : `goal ${figure.goal.toFixed(2)}`,
    figure.goal === null ? '' : verdictOf(figure),
    figure.remark ?? '',
  ]);
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function verdictOf(figure: Figure): string {
  if (isMissed(figure)) return 'MISSED';
  return figure.value > figure.goal! ? 'within slack' : 'ok';
}
