// Every question of the interview and every way on from it. The interview can take no other way (the types hold it),
// and test/cli/interview-ways.test.ts fails for a way that no test on a real terminal takes.

/** A way is an answer, a remark on one, a refusal, or a way out; `back` is Esc, `interrupt` Ctrl-C. */
export const questions = {
  name: ['given', 'missing', 'taken', 'back', 'interrupt'],
  kind: ['single', 'multiple', 'back', 'interrupt'],
  host: ['given', 'with-port', 'address', 'private', 'refused', 'back', 'interrupt'],
  port: ['given', 'port-465', 'not-allowed', 'twice', 'back', 'interrupt'],
  domain: ['tick', 'keep', 'again', 'back', 'interrupt'],
  wantSecondary: ['yes', 'no', 'back', 'interrupt'],
  table: ['row', 'add', 'even', 'done', 'refused', 'back', 'interrupt'],
  row: ['load', 'server', 'remove', 'back', 'interrupt'],
  load: ['given', 'refused', 'back', 'interrupt'],
  boxes: ['given', 'refused', 'back', 'interrupt'],
  next: ['test', 'save', 'useName', 'untick', 'change', 'leave', 'back', 'interrupt'],
  change: ['name', 'kind', 'host', 'port', 'primary', 'secondary', 'boxes', 'back', 'interrupt'],
  useName: ['pick', 'back', 'interrupt'],
  untick: ['requireTls', 'requireCa', 'verifyHostname', 'back', 'interrupt'],
} as const;

export type QuestionId = keyof typeof questions;
export type Way<Q extends QuestionId> = (typeof questions)[Q][number];
