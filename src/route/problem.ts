// What can be wrong with a route, or unwise in it: a code with a path and data. The words come later, from words/.

import type { HostProblem, PortProblem } from './host.ts';

export type ProblemCode =
  | 'name-missing' // R1
  | 'name-taken' // R1
  | 'name-bad-character'
  | 'hosts-missing' // R2
  | 'hosts-both' // R2
  | 'primary-missing' // R5
  | 'table-too-long'
  | 'load-not-allowed' // R6
  | 'load-missing' // R6
  | 'loads-sum' // R6
  | 'server-twice'
  | 'mx-of-address' // R7
  | 'ca-needs-tls' // R10
  | 'hostname-needs-tls' // R10
  | 'wrong-type'
  | 'field-missing'
  | 'unknown-field'
  | HostProblem // R3
  | PortProblem; // R3, R4

/** One error of a route. `path` is as in `hosts.primary[1].port`. */
export interface Problem {
  readonly code: ProblemCode;
  readonly path: string;
  readonly given: unknown;
  readonly data: Readonly<Record<string, unknown>>;
}

export type WarningCode =
  | 'address-not-name'
  | 'unreachable-address'
  | 'unreachable-name'
  | 'box-off'
  | 'server-in-both-tables'
  | 'no-mx' // told by test-tls and the interview only: they need the DNS
  | 'domain-not-server';

/** What is legal but unwise; it changes no verdict and no exit code. */
export interface Warning {
  readonly code: WarningCode;
  readonly path: string;
  readonly data: Readonly<Record<string, unknown>>;
}
