// The direction of imports: data walks down one street and does not turn back. Reads the import lines of src/.
// Each rule says what to do instead.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const src = join(import.meta.dirname, '..', 'src');

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isTypeOnly: boolean;
  readonly names: readonly string[];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|import\('([^']+)'\)/g,
  );
  return [...found].map(([whole, type, named, dynamic]) => {
    const to = (named ?? dynamic)!;
    const names = (/\{([^}]*)\}/.exec(whole)?.[1] ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const onlyTypes = names.length > 0 && names.every((name) => name.startsWith('type '));
    return {
      names,
      from: relative(src, file),
      to: to.startsWith('.') ? relative(src, resolve(dirname(file), to)) : to,
      isTypeOnly: type !== undefined || onlyTypes || (dynamic !== undefined && /typeof import\(/.test(text)),
    };
  });
}

const all = filesBelow(src).flatMap(importsOf);
const roomOf = (path: string) => path.split('/')[0]!;
const isOurs = ({ to }: Import) => to.endsWith('.ts');
const shown = (list: readonly Import[]) => list.map(({ from, to }) => `${from} imports ${to}`);

/** Rooms that a room may import from; a colon names one file of which types only may be taken. */
const mayImport: Record<string, { rooms: string[]; types?: string[]; advice: string }> = {
  route: {
    rooms: ['route'],
    advice: 'give it as an argument: a route knows nothing of where it is kept or tested',
  },
  store: {
    rooms: ['store', 'route'],
    advice: 'inject it (see StoreSettings): a store keeps routes and says codes',
  },
  probe: { rooms: ['probe', 'route'], advice: 'record it as evidence: a probe has no opinion' },
  verdict: {
    rooms: ['verdict', 'route'],
    types: ['probe/evidence.ts'],
    advice: 'take it as data: verdicts are pure',
  },
  report: {
    rooms: ['report', 'route', 'verdict', 'words'],
    types: ['probe/evidence.ts'],
    advice: 'put it into the report: a reporter only formats',
  },
  words: {
    rooms: ['words'],
    types: ['verdict/share.ts', 'route/route.ts', 'verdict/finding.ts'],
    advice: 'pass plain data: words know nobody',
  },
  demo: { rooms: ['demo', 'probe', 'route'], advice: 'the demo starts servers; commands are run by cli/' },
};

describe('each room imports only from further up the street', () => {
  test.each(Object.entries(mayImport))('%s', (room, { rooms, types = [], advice }) => {
    const wrong = all.filter((one) => {
      if (roomOf(one.from) !== room || !isOurs(one) || rooms.includes(roomOf(one.to))) return false;
      return !(types.includes(one.to) && one.isTypeOnly);
    });
    expect({ wrong: shown(wrong), advice }).toEqual({ wrong: [], advice });
  });

  test('only report and cli know words', () => {
    const wrong = all.filter(
      (one) =>
        roomOf(one.to) === 'words' && isOurs(one) && !['words', 'report', 'cli'].includes(roomOf(one.from)),
    );
    expect(shown(wrong.filter(({ from }) => !['main.ts', 'start.ts'].includes(from)))).toEqual([]);
  });

  test('nothing of src imports tools or tests', () => {
    expect(
      shown(all.filter(({ to }) => to.startsWith('..')).filter(({ to }) => to !== '../package.json')),
    ).toEqual([]);
  });
});

describe('route and verdict are pure', () => {
  const impure =
    /^node:(fs|net|tls|dns|http|https|child_process|os|process|tty|readline|dgram|worker_threads)/;
  const pure = ['isIP', 'isIPv4', 'isIPv6', 'BlockList'];
  test('they import nothing that touches files, sockets or the terminal', () => {
    const wrong = all.filter((one) => ['route', 'verdict'].includes(roomOf(one.from)) && impure.test(one.to));
    expect(
      shown(wrong.filter(({ names }) => !names.every((name) => pure.includes(name.replace('type ', ''))))),
    ).toEqual([]);
  });
  test('they read no clock and no environment', () => {
    const files = filesBelow(src).filter((file) =>
      ['route', 'verdict'].includes(roomOf(relative(src, file))),
    );
    const wrong = files.filter((file) =>
      /\bDate\.now\(|new Date\(\)|\bprocess\.(?!getBuiltinModule\('node:(?:net|url)'\))|performance\.now/.test(
        readFileSync(file, 'utf8').replace(/\/\/.*|\/\*[\s\S]*?\*\//g, ''),
      ),
    );
    expect(wrong.map((file) => relative(src, file))).toEqual([]);
  });
});

test('every file opens with lines on what it owns', () => {
  const without = filesBelow(src).filter((file) => !readFileSync(file, 'utf8').startsWith('// '));
  expect(without.map((file) => relative(src, file))).toEqual(
    ['probe/dns-packet.d.ts'].filter((name) => without.some((file) => file.endsWith(name))),
  );
});
