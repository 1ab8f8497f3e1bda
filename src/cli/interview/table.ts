// A table of hosts, primary or secondary: rows are added, changed and removed, the sum of the loads stands above them,
// and one key shares the load out evenly. As long as the loads are even, a row more or less keeps them so.

import { forTerminal } from '../../report/escape.ts';
import { printHost } from '../../route/host.ts';
import { evenLoads, mostRows } from '../../route/loads.ts';
import type { TableName } from '../../route/route.ts';
import {
  type Answers,
  evenRows,
  isEven,
  problemsOf,
  type Row,
  type Server,
  sumOf,
  withRows,
} from './answers.ts';
import { askServer, type Room, sentence, type Taken } from './fields.ts';
import type { Way } from './questions.ts';

type Chosen = { readonly way: Way<'table'>; readonly row: number };

/** Asks for a table until its loads add up. One that loses its last row begins anew. */
export async function askTable(room: Room, before: Answers, table: TableName): Promise<Taken> {
  let answers = before;
  while (answers[table].length === 0) {
    if (table === 'secondary') {
      const isBegun = answers.begun?.secondary !== undefined;
      const wanted = await room.asker.yesNo(room.words.wantSecondary, isBegun);
      if (wanted.kind === 'back') return { answers, isBack: true };
      if (!wanted.value) return { answers, isBack: false };
    }
    const first = await addRow(room, answers, table);
    answers = first.answers;
    if (first.isBack && table === 'primary') return { answers, isBack: true };
  }
  for (;;) {
    const chosen = await askMenu(room, answers, table);
    switch (chosen.way) {
      case 'back':
        return { answers, isBack: true };
      case 'done':
        return { answers, isBack: false };
      case 'even':
        answers = { ...answers, [table]: evenRows(answers[table]) };
        break;
      case 'add':
        answers = (await addRow(room, answers, table)).answers;
        break;
      default:
        answers = await changeRow(room, answers, table, chosen.row);
        if (answers[table].length === 0) return askTable(room, answers, table);
    }
  }
}

async function askMenu(
  { asker, words, problems }: Room,
  answers: Answers,
  table: TableName,
): Promise<Chosen> {
  const rows = answers[table];
  const sum = sumOf(rows);
  const width = Math.max(...rows.map((row) => shown(row).length));
  const actions: { way: Way<'table'>; name: string; key: string }[] = [];
  if (rows.length < mostRows) actions.push({ way: 'add', name: words.addRow, key: 'a' });
  if (!isEven(rows))
    actions.push({ way: 'even', name: words.shareEvenly(evenLoads(rows.length).join('/')), key: 'e' });
  actions.push({ way: 'done', name: words.tableDone, key: 'd' });
  const choices = [
    ...rows.map((row, index) => ({
      value: { way: 'row', row: index } as Chosen,
      name: `${shown(row).padEnd(width)}  ${row.load}%`,
      short: shown(row),
      description: words.rowHint,
    })),
    ...actions.map(({ way, name, key }) => ({ value: { way, row: -1 } as Chosen, name, key })),
  ];
  const wanted: Way<'table'> = sum === 100 ? 'done' : 'even';
  const answer = await asker.choice<Chosen>({
    message: words.table(words.tables[table], sum),
    title: words.tableTitle(words.tables[table]),
    choices,
    fallback: choices.find(({ value }) => value.way === wanted)?.value,
    validate: ({ way }) => {
      const [problem] = way === 'done' ? problemsOf(answers, table, new Set()) : [];
      return problem ? sentence(problems, problem.code, problem.given, problem.data) : null;
    },
  });
  return answer.kind === 'back' ? { way: 'back', row: -1 } : answer.value;
}

const shown = (server: Server) => forTerminal(printHost(server));

async function addRow(room: Room, answers: Answers, table: TableName): Promise<Taken> {
  const rows = answers[table];
  const { server, options, isBack } = await askServer(room, {
    title: room.words.hostOf(room.words.tables[table], rows.length + 1),
    before: answers.begun?.[table] ?? null,
    from: 'host',
    others: rows,
    options: answers.options,
  });
  const begun = { ...answers.begun, [table]: server };
  if (isBack) return { answers: { ...answers, begun }, isBack };
  delete begun[table];
  const added = [...rows, { ...server, load: Math.max(0, 100 - sumOf(rows)) }];
  const grown = { ...answers, begun, options };
  if (isEven(rows)) return { answers: { ...grown, [table]: evenRows(added) }, isBack };
  const load = await askLoad(room, added, rows.length);
  return { answers: { ...grown, [table]: withLoad(added, rows.length, load) }, isBack };
}

async function changeRow(room: Room, answers: Answers, table: TableName, index: number): Promise<Answers> {
  const { asker, words } = room;
  const rows = answers[table];
  const row = rows[index]!;
  const answer = await asker.choice<Way<'row'>>({
    message: shown(row),
    choices: [
      ...(rows.length > 1 ? [{ value: 'load' as const, name: words.rowLoad, key: 'l' }] : []),
      { value: 'server', name: words.rowServer, key: 'h' },
      { value: 'remove', name: words.rowRemove, key: 'r' },
    ],
  });
  if (answer.kind === 'back') return answers;
  if (answer.value === 'remove') {
    const left = rows.filter((_, at) => at !== index);
    return { ...answers, [table]: left.length === 1 ? evenRows(left) : withRows(rows, left) };
  }
  if (answer.value === 'load') {
    const load = await askLoad(room, rows, index);
    return { ...answers, [table]: withLoad(rows, index, load) };
  }
  const { server, options, isBack } = await askServer(room, {
    title: words.hostOf(words.tables[table], index + 1),
    before: row,
    from: 'host',
    others: rows.filter((_, at) => at !== index),
    options: answers.options,
  });
  if (isBack) return answers;
  return {
    ...answers,
    options,
    [table]: rows.map((one, at) => (at === index ? { ...one, ...server } : one)),
  };
}

/** The load of one row, with the sum that it would make; the load of before when the person goes back. */
async function askLoad(
  { asker, words, problems }: Room,
  rows: readonly Row[],
  index: number,
): Promise<number> {
  const row = rows[index]!;
  const others = sumOf(rows) - row.load;
  const loadOf = (text: string) =>
    /^([1-9]\d?|100)%?$/.test(text.trim()) ? Number.parseInt(text, 10) : null;
  const answer = await asker.text({
    message: words.load(shown(row)),
    fallback: row.load > 0 ? String(row.load) : '',
    validate: (text) => (loadOf(text) === null ? problems.of['load-not-allowed'].allowed({}) : null),
    remark: (text) => {
      const load = loadOf(text);
      return load === null || others + load === 100
        ? null
        : { kind: 'advice', text: words.sum(others + load) };
    },
  });
  return answer.kind === 'back' ? row.load : loadOf(answer.value)!;
}

const withLoad = (rows: readonly Row[], index: number, load: number): readonly Row[] =>
  rows.map((row, at) => (at === index ? { ...row, load } : row));
