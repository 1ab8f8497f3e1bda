// The languages of the catalogue, and which of them a person's locale asks for.

export const languages = ['en', 'ja'] as const;
export type Language = (typeof languages)[number];

/** What a run speaks when nobody says. */
export const defaultLanguage: Language = 'en';

type Environment = Readonly<Record<string, string | undefined>>;

export function isLanguage(word: unknown): word is Language {
  return (languages as readonly unknown[]).includes(word);
}

/** The language of the locale, and the variable that says so: the first of them that is set. POSIX.1-2017, XBD 8.2 */
export function languageOfLocale(
  env: Environment,
): { readonly language: Language; readonly from: string } | null {
  const from = ['LC_ALL', 'LC_MESSAGES', 'LANG'].find((variable) => env[variable]);
  if (from === undefined) return null;
  const word = /^[a-z]*/i.exec(env[from]!)![0].toLowerCase();
  return { language: isLanguage(word) ? word : defaultLanguage, from };
}
