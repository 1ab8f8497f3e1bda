// English: what is wrong with a text that is to be JSON, by the parser's code.

import type { JsonFaults } from '../parts.ts';

export const jsonFaults: JsonFaults = {
  InvalidSymbol: 'a word that JSON does not have',
  InvalidNumberFormat: 'a number in a form that JSON does not have',
  PropertyNameExpected: 'a key belongs here',
  ValueExpected: 'a value belongs here',
  ColonExpected: 'a colon belongs here',
  CommaExpected: 'a comma belongs here',
  CloseBraceExpected: 'a closing brace belongs here',
  CloseBracketExpected: 'a closing bracket belongs here',
  EndOfFileExpected: 'the text goes on where it should end',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'a comment that does not end',
  UnexpectedEndOfString: 'a text without its closing quote',
  UnexpectedEndOfNumber: 'a number that is cut off',
  InvalidUnicode: 'a bad \\u escape',
  InvalidEscapeCharacter: 'a bad escape after a backslash',
  InvalidCharacter: 'a control character inside a text',
  TooDeep: 'nested too deep',
  MergeConflict:
    'git left a conflict here: keep one of the two versions, without the lines <<<<<<<, ======= and >>>>>>>',
};
