// What a change would do, before it is done and for whoever reads its answer: add, change with its fields, remove.

import { forTerminal } from '../../report/escape.ts';
import type { RouteChange } from '../../route/changes.ts';
import type { FieldDifference } from '../../route/difference.ts';
import type { Route } from '../../route/route.ts';
import type { Context } from '../context.ts';
import { widthOf } from '../terminal.ts';
import { consoleText, differenceLines, fieldsOf, type ViewWords } from './difference-view.ts';
import { listCells } from './list-view.ts';

export interface Plan {
  readonly add: readonly Route[];
  readonly change: readonly {
    readonly name: string;
    readonly before: Route;
    readonly after: Route;
    readonly fields: readonly FieldDifference[];
  }[];
  readonly remove: readonly Route[];
}

export function planOf(changes: readonly RouteChange[]): Plan {
  const kept = changes.flatMap(({ name, before, after }) =>
    before !== null && after !== null ? [{ name, before, after, fields: fieldsOf(before, after) }] : [],
  );
  return {
    add: changes.flatMap(({ before, after }) => (before === null && after !== null ? [after] : [])),
    change: kept,
    remove: changes.flatMap(({ before, after }) => (before !== null && after === null ? [before] : [])),
  };
}

export function isEmpty(plan: Plan): boolean {
  return plan.add.length + plan.change.length + plan.remove.length === 0;
}

/** The plan as PRODUCT.md section 9 has it. */
export function planJson({ add, change, remove }: Plan) {
  return { add, change: change.map(({ name, fields }) => ({ name, fields })), remove };
}

/** `stream`: where the view is printed. */
export async function loadView(context: Context, stream: 'stdout' | 'stderr' = 'stdout'): Promise<ViewWords> {
  const { loadLayout } = await import('./layout.ts');
  return {
    words: await context.words('storeCommands'),
    commands: await context.words('commands'),
    boxNames: (await context.words('problems')).boxNames,
    style: await context.style(stream),
    layout: await loadLayout(widthOf(context.streams[stream], context.surroundings.env)),
  };
}

export function planLines({ add, change, remove }: Plan, view: ViewWords): string[] {
  const { words, style } = view;
  return [
    ...whole(add, style.pass(words.marks.add), view).flatMap((line, index) => [
      line,
      ...extraLines(add[index]!, view),
    ]),
    ...change.flatMap(({ name, before, after }) => [
      `${style.warn(words.marks.change)} ${style.strong(forTerminal(name))}`,
      ...differenceLines(before, after, view, '    '),
    ]),
    ...whole(remove, style.fail(words.marks.remove), view),
  ];
}

/** What the one line of a new route leaves out. */
function extraLines(route: Route, { words, style, layout }: ViewWords): string[] {
  const { note, labels, console } = route;
  const rows: [string, string][] = [
    [words.fields.note, note ? `"${forTerminal(note)}"` : ''],
    [words.fields.labels, (labels ?? []).map((label) => forTerminal(label)).join(', ')],
    [words.fields.console, console === null ? '' : consoleText(console, words)],
  ];
  const filled = rows.filter(([, text]) => text !== '');
  const titles = layout.columns(filled.map(([title]) => [title, '.'])).map((line) => line.slice(0, -1));
  return filled.map(([, text], index) =>
    layout.wrap(text, `    ${style.faint(titles[index]!)}`, `    ${' '.repeat(titles[index]!.length)}`),
  );
}

function whole(routes: readonly Route[], mark: string, { commands, layout }: ViewWords): string[] {
  return layout
    .columns(routes.map((route) => listCells(route, commands).slice(0, 3)))
    .map((line) => layout.wrap(line, `${mark} `, '    '));
}
