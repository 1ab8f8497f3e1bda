// The shells that can complete `routes`, and the file of completions/ that each of them reads.

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

export const scriptFiles: Readonly<Record<Shell, string>> = {
  bash: 'routes.bash',
  zsh: '_routes',
  fish: 'routes.fish',
  powershell: 'routes.ps1',
};

/** The shell of that name; null for a word that is none. `pwsh` is what PowerShell 7 is called on a command line. */
export function parseShell(word: string): Shell | null {
  if (word === 'pwsh') return 'powershell';
  return shells.find((shell) => shell === word) ?? null;
}
