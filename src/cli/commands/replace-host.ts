// `routes replace-host <old> <new>`: one host for another in every route that has it, as one change, after showing
// them. Without a port, every port of the old host is meant, and each row keeps its own.

import type { Command } from 'commander';
import { type Changed, editRoute, type RouteChange } from '../../route/changes.ts';
import { hostKey, portProblem, splitHostWords } from '../../route/host.ts';
import { type Hosts, hostRows, type Route } from '../../route/route.ts';
import { validateRoute } from '../../route/validate.ts';
import type { Context } from '../context.ts';
import { CliError, type ErrorDetail, exitCodes, tellProblems } from '../errors.ts';
import { metaOf } from './change-flags.ts';
import type { CommandModule } from './command.ts';
import { carryOut, declarePlanned, type PlannedFlags } from './planned.ts';
import { shown } from './talk.ts';

interface Server {
  readonly host: string;
  /** Null: none was named. */
  readonly port: number | null;
}

export const replaceHost: CommandModule<PlannedFlags> = {
  declare(command: Command, words) {
    command.argument('<old>').argument('<new>');
    declarePlanned(command, words);
  },

  async run(context, operands, options) {
    const before = await readServer(context, 'old', operands[0]!);
    const after = await readServer(context, 'new', operands[1]!);
    const store = await context.store({ forReading: true });
    const words = await context.words('storeCommands');
    const now = context.now().toISOString();
    await carryOut(context, store, (routes) => replaced(context, routes, before, after, operands[0]!, now), {
      meta: metaOf(context, options),
      flags: options,
      question: ({ change }) => words.questions.replaceHost(change.length),
    });
    return exitCodes.done;
  },
};

/** @throws CliError route-not-valid with what is wrong with the host */
async function readServer(context: Context, path: string, text: string): Promise<Server> {
  const { host, port, problem } = splitHostWords(text, false);
  const code = problem ?? portProblem(port);
  if (code === null) {
    const namesPort = text.trim().replace(/^\[(.*)\]$/, '$1') !== host;
    return { host, port: namesPort ? Number(port) : null };
  }
  const given = problem === null ? port : host;
  const told = await tellProblems([{ code, path, given, data: {} }], context.language);
  const details = told.map((detail) => ({ ...detail, flag: null }));
  throw new CliError('host-not-valid', {}, { details });
}

async function replaced(
  context: Context,
  routes: readonly Route[],
  before: Server,
  after: Server,
  given: string,
  now: string,
): Promise<Changed> {
  const isMeant = (row: { host: string; port: number }) =>
    hostKey(row.host) === hostKey(before.host) && (before.port === null || row.port === before.port);
  const details: ErrorDetail[] = [];
  const changes: RouteChange[] = [];
  const result: Route[] = [];
  let found = false;
  for (const [index, route] of routes.entries()) {
    if (!hostRows(route).some(({ row }) => isMeant(row))) {
      result.push(route);
      continue;
    }
    found = true;
    const wanted = { ...route, hosts: hostsWith(route.hosts, isMeant, after) };
    const validated = validateRoute(wanted);
    if (validated.kind === 'invalid') {
      const problems = validated.problems.map((one) => ({ ...one, path: `routes[${index}].${one.path}` }));
      for (const detail of await tellProblems(problems, context.language))
        details.push({ ...detail, message: `"${shown(route.name)}": ${detail.message}`, flag: null });
    }
    const changed = editRoute([route], route, wanted, now);
    result.push(changed.route);
    changes.push(...changed.changes);
  }
  if (!found) throw new CliError('host-not-used', { given: `"${given}"` });
  if (details.length > 0) throw new CliError('routes-not-valid', {}, { details });
  return { routes: result, changes };
}

function hostsWith(
  hosts: Hosts,
  isMeant: (row: { host: string; port: number }) => boolean,
  after: Server,
): Hosts {
  const put = <Row extends { host: string; port: number }>(row: Row): Row =>
    isMeant(row) ? { ...row, host: after.host, port: after.port ?? row.port } : row;
  if (hosts.type === 'single') return put(hosts);
  return { type: 'multiple', primary: hosts.primary.map(put), secondary: hosts.secondary.map(put) };
}
