// Japanese: what is said around the store: plans and differences, the log, the console's form, files of routes.
// Names, hosts and notes come escaped.

import type { storeCommands as pattern } from '../en/store-commands.ts';
import { jsonFault } from '../parts.ts';
import { jsonFaults } from './json-faults.ts';

const list = (parts: readonly string[]) => parts.filter((part) => part !== '').join('、');

/** Kinds of values, as data names them; a value in JSON stands as it is. */
const kinds: Readonly<Record<string, string>> = {
  nothing: 'なし',
  array: 'リスト',
  object: 'オブジェクト',
  string: '文字列',
};
const kind = (value: unknown) => kinds[String(value)] ?? String(value);
const needs = (expected: unknown) =>
  expected === 'array' ? 'ルートのリストが' : `${kind(expected)}${kinds[String(expected)] ? '' : ' '}が`;

/** What is wrong with a file as such; `allowed` or null. */
const faults: (typeof pattern)['faults'] = {
  'file-empty': () => ({ message: 'ファイルが空です', allowed: null }),
  'file-not-text': (data) => ({
    message:
      data.reason === 'nul-byte'
        ? 'テキストではありません: NUL バイトがあります'
        : 'テキストではありません: UTF-8 ではありません',
    allowed: 'UTF-8、または BOM 付きの UTF-16',
  }),
  'file-syntax': (data) => ({
    message: `${data.format} として正しくありません: ${jsonFault(jsonFaults, data.detail)}`,
    allowed: null,
  }),
  'file-truncated': (data) => ({
    message: `${data.format} として正しくありません: テキストが途中で終わっています`,
    allowed: null,
  }),
  'key-twice': (data) => ({ message: `キー ${data.key} が重複しています`, allowed: '各キーは 1 回だけ' }),
  'key-forbidden': (data) => ({ message: `キー ${data.key} は使用できません`, allowed: null }),
  'key-not-text': () => ({
    message: 'キーの位置にリストまたはオブジェクトがあります',
    allowed: '1 つの語',
  }),
  'key-unknown': (data) => ({ message: `不明なキー ${data.key} です`, allowed: '$schema, version, routes' }),
  shape: (data) => ({
    message: `${needs(data.expected)}必要です(実際: ${kind(data.given)})`,
    allowed: 'version と routes を持つオブジェクト、またはルートのリスト',
  }),
  'version-newer': (data) => ({
    message: `ファイルのバージョンは ${data.version} ですが、このプログラムが対応するのは ${data.supported} までです`,
    allowed: null,
  }),
  'column-unknown': (data) => ({
    message: `不明な列 ${data.column} です`,
    allowed: (data.columns as string[]).join(', '),
  }),
  'column-twice': (data) => ({ message: `列 ${data.column} が重複しています`, allowed: '各列は 1 回だけ' }),
  'column-missing': (data) => ({ message: `列 ${data.column} がありません`, allowed: '列名を並べた 1 行目' }),
  'cells-too-many': (data) => ({
    message: `この行のセルの数が、1 行目の列数(${data.columns} 列)を超えています`,
    allowed: 'カンマを含むセルは引用符で囲む',
  }),
  'quote-open': () => ({ message: 'この引用符が閉じられていません', allowed: '両端に "' }),
  'quote-inside': () => ({
    message: 'セルの閉じ引用符の後に文字があります',
    allowed: 'セル内の引用符は 2 つ重ねる: ""',
  }),
};

export const storeCommands: typeof pattern = {
  faults,

  // Differences and plans.
  marks: { add: '+', change: '~', remove: '-' },
  arrow: '->',
  none: '(なし)',
  fields: {
    name: '名前',
    hosts: 'ホスト',
    host: '単一のホスト',
    primary: (row) => `プライマリ ${row}`,
    secondary: (row) => `セカンダリ ${row}`,
    note: 'メモ',
    labels: 'ラベル',
    console: 'コンソール',
  },
  on: 'オン',
  off: 'オフ',
  pending: '未設定',
  setBy: (by, at) => `${by} が ${at} に設定`,
  planEmpty: '変更はありません',
  planIs: (add, change, remove) =>
    list([
      add > 0 ? `追加予定 ${add} 件` : '',
      change > 0 ? `変更予定 ${change} 件` : '',
      remove > 0 ? `削除予定 ${remove} 件` : '',
    ]),
  planDone: (add, change, remove) =>
    list([
      add > 0 ? `${add} 件を追加` : '',
      change > 0 ? `${change} 件を変更` : '',
      remove > 0 ? `${remove} 件を削除` : '',
    ]),
  questions: {
    import: (add, change) =>
      change === 0
        ? `ルートを ${add} 件追加しますか?`
        : `ルートを ${add} 件追加し、${change} 件変更しますか?`,
    apply: 'この変更内容を適用しますか?',
    undo: 'この変更を取り消しますか?',
    replaceHost: (count) => `ルートを ${count} 件変更しますか?`,
  },
  warningOf: (name, message) => `"${name}": ${message}`,
  moreWarnings: (count) => `ほかに警告が ${count} 件あります。\`routes check\` ですべてを一覧できます`,
  liveHint: (at) => `管理コンソールで設定済みのルートは、遅くとも ${at} までに反映されます`,
  recordedAgain: (names) =>
    `${names.map((name) => `"${name}"`).join(', ')} は、再び「管理コンソールで設定済み」の記録に戻りました。その間に管理コンソールを変更した場合は、\`routes console\` の内容に従って設定し直してください`,
  pendingHint: (line) => `未設定のルートを Google 管理コンソールで設定してください: ${line}`,
  deleteHint: (names) =>
    `Google 管理コンソールでも削除してください: ${names
      .slice(0, 5)
      .map((name) => `"${name}"`)
      .join(', ')}${names.length > 5 ? `、ほか ${names.length - 5} 件` : ''}`,
  drift: 'ストアはファイルの内容と一致していません',
  noDrift: 'ストアはファイルの内容と一致しています',

  // undo
  undoing: (line) => `取り消す変更: ${line}`,

  // import and export
  exported: (count, file) => `ルート ${count} 件を ${file} に書き出しました`,
  standardInput: '(標準入力)',

  // log
  logEmpty: 'ログは空です。最初の変更から記録されます',
  logNone: '該当する変更はありません',
  logMade: 'ストアを作成',
  logOrder: 'ルートの並び順を変更',
  logExternal: 'routes のコマンドによらない変更をストアで検出',
  logUndoes: (line, hash) => (line === null ? `行 ${hash} を取り消し` : `${line} 行目を取り消し`),
  logJoins: 'マージされたブランチを結合',
  logWrote: (count, file) => `ログ ${count} 行を ${file} に書き出しました`,
  verified: (file, lines) =>
    lines === 0
      ? `${file}: 正常: まだ行はありません`
      : `${file}: 正常: ${lines} 行。ストアは最後の行の時点と一致しています`,
  verifiedFork: (file, lines) =>
    `${file}: 正常: ${lines} 行。ストアはマージされたブランチの時点と一致しています`,
  brokenAt: (file, line, why) => `${file}:${line}: 破損: ${why}`,
  chainFaults: {
    'not-an-entry': 'この行はログの記録ではありません',
    changed: 'この行は書き込み後に変更されています',
    'line-before-missing': 'この行の直前に書かれた行がないか、この行より後にあります',
    twice: 'この行が重複しています',
  },
  brokenHint: '控え(git、バックアップ)と比較してください。この行より後は検証していません',
  editedOrCut: (file) =>
    `${file}: 外部で編集されたか、ログが途中で切られています。ストアが最後の行の時点と一致しません`,
  editedHint:
    '編集された内容は、次の変更のときに外部での編集としてログに記録されます。`git log` でさらに経緯がわかる場合があります',
  fork: (lines, after, joined) =>
    `行 ${lines} は、いずれも${after === 0 ? '先頭' : ` ${after} 行目`}に続いています。マージされたブランチで、${
      joined === null ? '次の変更で結合されます' : `${joined} 行目で結合されています`
    }`,
  and: 'と',

  // console: the form's own words, in its order.
  console: {
    where: 'Google 管理コンソール: アプリ > Google Workspace > Gmail > ホスト',
    addRoute: 'ルートを追加',
    editRoute: 'ルートを編集',
    name: '名前',
    server: 'メールサーバーの指定',
    single: '単一のホスト',
    multiple: '複数のホスト',
    host: 'ホスト名または IP アドレス',
    port: 'ポート',
    load: '負荷(%)',
    primary: 'プライマリ',
    secondary: 'セカンダリ',
    options: 'オプション',
    boxes: {
      lookupMx: 'ホストで MX ルックアップを実行する',
      requireTls: 'セキュアなトランスポート(TLS)を使用する(推奨)',
      requireCa: 'CA 署名済み証明書を使用する(推奨)',
      verifyHostname: '証明書のホスト名を検証する(推奨)',
    },
    ticked: '[x]',
    unticked: '[ ]',
    finish: '「TLS 接続をテスト」、続いて「保存」をクリック',
    changedSince: (by, at) => `${by} が ${at} に管理コンソールで設定した後の変更:`,
    next: (line) => `管理コンソールで保存したら: ${line}`,
    done: (name, by) => `"${name}" を管理コンソールで設定済みと記録しました(設定者: ${by})`,
    doneLive: (at) => `変更は遅くとも ${at} までに反映されます。通常はより早く反映されます`,
    already: (name) => `"${name}" はすでに設定済みと記録されています`,
    nonePending: '未設定のルートはありません。すべて管理コンソールで設定済みと記録されています',
  },
};
