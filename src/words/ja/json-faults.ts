// Japanese: what is wrong with a text that is to be JSON, by the parser's code.

import type { JsonFaults } from '../parts.ts';

export const jsonFaults: JsonFaults = {
  InvalidSymbol: 'JSON にない単語です',
  InvalidNumberFormat: 'JSON にない形式の数値です',
  PropertyNameExpected: 'ここにはキーが必要です',
  ValueExpected: 'ここには値が必要です',
  ColonExpected: 'ここにはコロンが必要です',
  CommaExpected: 'ここにはカンマが必要です',
  CloseBraceExpected: 'ここには閉じ波かっこが必要です',
  CloseBracketExpected: 'ここには閉じ角かっこが必要です',
  EndOfFileExpected: '終わるべき箇所の後にテキストが続いています',
  InvalidCommentToken: 'JSON にコメントは書けません',
  UnexpectedEndOfComment: 'コメントが閉じられていません',
  UnexpectedEndOfString: '文字列の閉じ引用符がありません',
  UnexpectedEndOfNumber: '数値が途中で切れています',
  InvalidUnicode: '\\u のエスケープが正しくありません',
  InvalidEscapeCharacter: 'バックスラッシュの後のエスケープが正しくありません',
  InvalidCharacter: '文字列の中に制御文字があります',
  TooDeep: '入れ子が深すぎます',
  MergeConflict:
    'git のマージの衝突が残っています。どちらか一方を残し、<<<<<<<、=======、>>>>>>> の行を削除してください',
};
