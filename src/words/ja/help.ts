// Japanese: what only help says: the screen of `routes --help`, the exit codes of each command, and `routes` alone.

import type { help as pattern } from '../en/help.ts';

/** What it was that kept a command from running. */
const misuse = (...causes: string[]) => `実行できず: ${['使い方', '設定', ...causes].join('、')}`;
const store = 'ストア';
const noRoute = '該当ルートなし';
const badRoute = '無効なルート';
const badFile = '無効なファイル';
const declined = '確認に「いいえ」';
const interrupted = '中断。何も保存していない';
const passes = '全サーバーが合格、または警告あり(--strict では警告も不合格)';
const untold = '不合格のサーバーはないが、判定不能な点がある';

/** By command: the exit codes that it can end with, each in one line. */
const exits: (typeof pattern)['exits'] = {
  add: {
    0: '追加した。--test: 全サーバーが合格、または警告あり',
    1: '--test: 不合格のサーバーがあり追加せず(--save-anyway では追加)',
    2: misuse(store, badRoute),
    3: '--test: 追加したが、判定不能な点がある',
    130: interrupted,
  },
  list: { 0: '一覧を表示した(0 件を含む)', 2: misuse(store) },
  show: { 0: '表示した', 2: misuse(store, noRoute) },
  edit: {
    0: '変更した、または変更がなかった',
    1: 'テストを選択: 不合格のサーバーがあるが、ルートは保存した',
    2: misuse(store, noRoute, badRoute),
    3: 'テストを選択: 保存したが、判定不能な点がある',
    130: interrupted,
  },
  remove: { 0: '削除した', 2: misuse(store, noRoute, declined), 130: interrupted },
  'replace-host': {
    0: '変更した、または --dry-run で表示した',
    2: misuse(store, '該当ホストなし', declined),
    130: interrupted,
  },
  console: { 0: '表示した、または記録した', 2: misuse(store, noRoute) },
  'test-tls': {
    0: passes,
    1: '不合格のサーバーがある: そこへのメールは返送される',
    2: misuse(store, noRoute, 'テスト対象なし'),
    3: untold,
    130: '中断。それまでのテスト結果は出力済み',
  },
  rehearse: {
    0: '合格、または警告ありになる(--strict では警告も不合格)',
    1: '不合格になる: メールは返送される',
    2: misuse(store, noRoute, '使用できないファイル'),
    3: '不合格にはならないが、判定不能な点がある',
    130: '中断',
  },
  report: {
    0: `結合した。${passes}`,
    1: '不合格のサーバーがある',
    2: misuse('レポート以外のファイル', '結合できないレポート'),
    3: untold,
  },
  check: {
    0: '全ルートが有効',
    1: '無効なルートがある(--strict では警告のあるルートも)',
    2: misuse(store),
  },
  demo: { 0: '表示した', 2: misuse('一時的なストアを作成できない') },
  log: {
    0: '表示した。--verify: 正常',
    1: '--verify: 行の変更・削除・移動、またはストアの外部での編集がある',
    2: misuse('読み取れないストアまたはログ'),
  },
  undo: {
    0: '取り消した、または --dry-run で表示した',
    2: misuse(store, '取り消す変更なし', declined),
    130: interrupted,
  },
  import: {
    0: 'インポートした、または --dry-run で表示した',
    2: misuse(store, badFile, declined),
    130: interrupted,
  },
  export: { 0: '書き出した', 2: misuse(store, '書き込めないファイル') },
  apply: {
    0: '適用した、またはすでに一致している',
    1: '--check: ストアがファイルと一致しない',
    2: misuse(store, badFile, declined),
    130: interrupted,
  },
  init: { 0: '作成した', 2: misuse('既存のファイル', '書き込めないファイル') },
  config: {
    0: '表示または設定した。get: 値を出力した(未設定なら空行)',
    2: '実行できず: 存在しない設定、使用できない値、書き込めないファイル',
  },
  schema: { 0: '出力した', 2: misuse('該当スキーマなし') },
  completion: { 0: '出力した', 2: misuse('対応していないシェル') },
};

// One screen of 80 by 24, with a line left for the prompt: 23 lines at most. Aligned by hand; a Japanese character
// takes two columns.
const screen = `routes: Gmail のメールルートの管理と、そのサーバーに Gmail が配信するかのテスト

例
  $ routes add inbound --host mx1.example.com   # または routes add だけ
  $ routes test-tls inbound                     # 配信されるか。理由は?
  $ routes console inbound                      # 管理コンソールへの入力内容

ルート   add, edit              追加・変更。端末では不足分を質問
         list, show, remove     一覧、1 件の全項目、削除
         replace-host           使用中の全ルートでホストを置き換え
         console                管理コンソールへの入力内容。--done で記録
テスト   test-tls               ルートや --host のサーバーを STARTTLS でテスト
         rehearse               この証明書を提示した場合の結果を事前に判定
         report                 シャードなど複数回の JSON を結合
         check, demo            ネットワークなしでストアを検証。動作を体験
ストア   log, undo              誰が何を変更したか。最後の変更の取り消し
         import, export, apply  ファイルから追加、書き出し、ファイルと一致
準備     init, config           このフォルダに git 用のストアを作成。個人の設定
         completion, schema     シェルの補完。JSON Schema

フラグ   --store FILE  --config FILE  --json  --quiet  --verbose  --no-input
ヘルプ   routes <command> --help、routes help <topic>: exit-codes, config, json,
         hosts, trust, files, verdicts, または指摘のコード
`;

type Steps = ReturnType<(typeof pattern)['overview']['next']>;

/** `routes` alone. */
const overview: (typeof pattern)['overview'] = {
  what: [
    'routes は Gmail(Google Workspace)のメールルートをファイルで管理し、その先の',
    'メールサーバーをテストします。今日も切り替え当日も、このオプションで Gmail は',
    '配信するか、しないならその理由は何かがわかります。',
  ],
  noStore: (file) => `ストアがまだありません(${file})。最初の手順:`,
  empty: (file) => `${file}: ルートはまだありません。最初の手順:`,
  counts: (file, routes, pending) =>
    `${file}: ルート ${routes} 件、${
      pending === 0
        ? 'すべて Google 管理コンソールで設定済みと記録'
        : `うち ${pending} 件は Google 管理コンソールで未設定`
    }`,
  first: [
    ['routes demo', 'このマシン上のメールサーバーで動作を体験'],
    ['routes add', '最初のルートを追加(必要な項目を質問)'],
    ['routes init', '先に git 管理用のストアをこのフォルダに作成する場合'],
  ],
  whenEmpty: [
    ['routes add', '最初のルートを追加(必要な項目を質問)'],
    ['routes import routes.csv', 'ファイルからルートを追加'],
  ],
  next: (pending): Steps => [
    ['routes list', 'ルートの一覧'],
    ['routes test-tls', 'Gmail は各サーバーに配信するか'],
    ...(pending > 0
      ? ([['routes console --pending', '管理コンソールでまだ設定していない内容']] as Steps)
      : ([['routes log', '誰が、いつ、何を変更したか']] as Steps)),
  ],
  more: '`routes --help` ですべてを一覧できます。',
};

export const help: typeof pattern = {
  overview,
  exits,
  screen,
  tagline: 'routes: Gmail のメールルートの管理と、その先のサーバーに Gmail が配信するかのテスト',
  rootExamples: [
    'routes add inbound --host mx1.example.com',
    'routes test-tls inbound',
    'routes console inbound',
  ],
  examples: '例',
  exitCodes: '終了コード',
  titles: { 'Usage:': '使い方:', 'Arguments:': '引数:', 'Options:': 'フラグ:' },
};
