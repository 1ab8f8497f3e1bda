// Loads of one table: shared out evenly when nobody named one, whole numbers that sum to 100 otherwise. R6.

/** R6: an even share in whole per cent, larger parts first: 2 rows 50/50, 3 rows 34/33/33. Rows: 1 to 100. */
export function evenLoads(rows: number): number[] {
  const base = Math.floor(100 / rows);
  const left = 100 - base * rows;
  return Array.from({ length: rows }, (_, index) => base + (index < left ? 1 : 0));
}

/** More rows than this cannot share 100 in whole numbers. */
export const mostRows = 100;
