// What a command receives: streams, clock, settings, store, words; each made when first asked for.
// Nothing here reads the process: main.ts hands everything in, so a command can be run in a test as it is.

import { escapeData, forJson } from '../report/escape.ts';
import type { Problem } from '../route/problem.ts';
import type { Route } from '../route/route.ts';
import { openStore } from '../store/store.ts';
import type { Store } from '../store/types.ts';
import { loadWords, type Sections } from '../words/catalogue.ts';
import { defaultLanguage, type Language } from '../words/language.ts';
import { CliError } from './errors.ts';
import type { Spoken } from './language.ts';
import { loadSettings, type Settings } from './settings.ts';
import type { SettingKey, SettingValue } from './settings-table.ts';
import { type ColourChoice, type Environment, type Streams, type Style, styleFor } from './terminal.ts';

/** The flags that every command takes. */
export interface GlobalOptions {
  readonly store?: string;
  readonly config?: string;
  readonly json?: boolean;
  readonly color?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** False with `--no-input`. */
  readonly input?: boolean;
  /** False with `--no-pager`. */
  readonly pager?: boolean;
  readonly actor?: string;
  readonly lockWait?: string;
}

/** The world outside, handed in by main.ts. */
export interface Surroundings {
  readonly streams: Streams;
  readonly env: Environment;
  readonly cwd: string;
  readonly clock: () => Date;
  /** Aborted at Ctrl-C; a second one ends the process. */
  readonly signal: AbortSignal;
}

export interface StoreWish {
  /** A store named by hand must be there to be read; commands that add make it. */
  readonly forReading: boolean;
  /** Another file than the settings name (`init`). */
  readonly file?: string;
}

export class Context {
  readonly surroundings: Surroundings;
  readonly globals: GlobalOptions;
  /** What everything is said in; under --json English. */
  readonly language: Language;
  readonly command: string;
  readonly argv: readonly string[];
  #settings: Promise<Settings> | undefined;
  readonly #flags: Partial<Record<SettingKey, unknown>>;
  #layers: Spoken['layers'];

  constructor(
    surroundings: Surroundings,
    command: string,
    argv: readonly string[],
    options: Record<string, unknown>,
    { language, layers }: Spoken,
  ) {
    this.surroundings = surroundings;
    this.globals = options as GlobalOptions;
    this.command = command;
    this.argv = argv;
    this.#flags = settingFlags(options);
    this.language = language;
    this.#layers = layers;
  }

  get streams(): Streams {
    return this.surroundings.streams;
  }

  get isJson(): boolean {
    return this.globals.json === true;
  }

  /** Can a person be asked? Both ends a terminal, and nobody said no. */
  get canAsk(): boolean {
    const { stdin, stderr } = this.streams;
    return this.globals.input !== false && !this.isJson && stdin.isTTY === true && stderr.isTTY === true;
  }

  now(): Date {
    return this.surroundings.clock();
  }

  words<S extends keyof Sections>(section: S): Promise<Sections[S]> {
    return loadWords(this.language, section);
  }

  /** Words that programs read: the same in every language. */
  codes<S extends keyof Sections>(section: S): Promise<Sections[S]> {
    return loadWords(defaultLanguage, section);
  }

  settings(): Promise<Settings> {
    this.#settings ??= this.#loadSettings();
    return this.#settings;
  }

  /** The settings as they are after a config file was changed. */
  settingsAnew(): Promise<Settings> {
    this.#layers = null;
    this.#settings = undefined;
    return this.settings();
  }

  #loadSettings(): Promise<Settings> {
    const { cwd, env } = this.surroundings;
    const configFile = this.globals.config ?? null;
    const layers = this.#layers?.configFile === configFile ? this.#layers.read : undefined;
    return loadSettings({ cwd, env, flags: this.#flags, configFile, ...(layers && { layers }) });
  }

  /** The value of one setting. */
  async setting<T extends SettingValue>(key: SettingKey): Promise<T> {
    return (await this.settings())[key].value as T;
  }

  async store(wish: StoreWish): Promise<Store> {
    const { store, actor, lockWait } = await this.settings();
    return openStore({
      file: wish.file ?? (store.value as string),
      mustExist: wish.forReading && store.origin !== 'default',
      // Who I am is asked of the system, and only for a change.
      get actor() {
        return (actor.value as string | null) ?? defaultActor();
      },
      clock: this.surroundings.clock,
      lockWait: lockWait.value as number,
      loadRules: async () => {
        const { routeProblems } = await import('../route/validate.ts');
        return (routes) => routes.flatMap((route) => [...routeProblems(route as Route)]);
      },
      loadValidator: async () => {
        const { storedRoutesProblems } = await import('../route/document.ts');
        return (routes: readonly unknown[]): readonly Problem[] => storedRoutesProblems(routes);
      },
    });
  }

  async style(stream: 'stdout' | 'stderr' = 'stdout'): Promise<Style> {
    return styleFor(
      this.streams[stream],
      this.surroundings.env,
      (await this.setting('color')) as ColourChoice,
    );
  }

  /** The answer, on stdout; a long one through the user's pager, where a person looks at it. */
  async print(text: string): Promise<void> {
    const { stdout } = this.streams;
    const whole = text.endsWith('\n') || text === '' ? text : `${text}\n`;
    if (stdout.isTTY && this.globals.pager !== false) {
      const { page } = await import('./pager.ts');
      if (page(whole, stdout, this.surroundings.env)) return;
    }
    stdout.write(whole);
  }

  /** The answer as one JSON document. */
  printJson(document: unknown): void {
    this.streams.stdout.write(`${forJson(document)}\n`);
  }

  /** A large answer as one JSON document, written as it is made: never held as one text. */
  async printJsonWhole(document: unknown): Promise<void> {
    const { jsonPieces } = await import('../report/json.ts');
    let text = '';
    for (const piece of jsonPieces(document)) {
      text += piece;
      if (text.length < 65_536) continue;
      await this.#written(text);
      text = '';
    }
    await this.#written(`${text}\n`);
  }

  // A stream that is full for now is waited for.
  async #written(text: string): Promise<void> {
    const { stdout } = this.streams;
    if (stdout.write(text) !== false || !('once' in stdout)) return;
    await new Promise((resolve) => (stdout as NodeJS.WriteStream).once('drain', resolve));
  }

  /** Talk, on stderr; silent with --quiet. */
  say(text: string): void {
    if (this.globals.quiet !== true) this.streams.stderr.write(`${text}\n`);
  }

  /** Warnings of a route in words, for JSON and for people. */
  async tellWarnings(
    warnings: readonly { code: string; path: string; data: Readonly<Record<string, unknown>> }[],
  ) {
    if (warnings.length === 0) return [];
    const { warnings: says } = await this.words('problems');
    return warnings.map(({ code, path, data }) => ({
      code,
      path,
      message: says[code as keyof typeof says](escapeData(data)),
    }));
  }

  /** A usage error of this command. */
  usage(code: string, data: Record<string, unknown> = {}): CliError {
    return new CliError(code, { command: this.command, ...data });
  }
}

function settingFlags(options: Record<string, unknown>): Partial<Record<SettingKey, unknown>> {
  const { color, ...others } = options;
  const flags: Record<string, unknown> = { ...others };
  if (color !== undefined) flags.color = color === true ? 'always' : color === false ? 'never' : color;
  return flags as Partial<Record<SettingKey, unknown>>;
}

/** `user@host`. */
export function defaultActor(): string {
  const { hostname, userInfo } = process.getBuiltinModule('node:os');
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A user id without an entry in the user database, as in many containers.
    return `${process.getuid?.() ?? 'unknown'}@${hostname()}`;
  }
}
