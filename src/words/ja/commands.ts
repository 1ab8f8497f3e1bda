// Japanese: commands, their flags and examples, and what they say when they have worked. Names come escaped.

import type { commands as pattern } from '../en/commands.ts';

const of: (typeof pattern)['of'] = {
  add: {
    summary: 'ルートを追加する。端末では不足分を質問',
    description:
      'ストアにルートを追加します。端末では、足りない項目を管理コンソールと同じ順に質問します。端末以外では、すべてフラグで指定します。',
    operands: '[name]',
    examples: [
      'routes add',
      'routes add inbound --host mx1.example.com --test',
      'routes add inbound --primary mx1.example.com=60 --primary mx2.example.com=40',
    ],
  },
  list: {
    summary: 'ルートの一覧: 名前、ホスト、オプション、未設定か設定済みか',
    description: 'ストアのルートを一覧表示します。パイプに出力するときはタブ区切りで、見出し行はありません。',
    operands: '',
    examples: ['routes list', 'routes ls --host mx1.example.com', 'routes list --pending --json'],
  },
  show: {
    summary: '1 件のルートの全項目と警告を表示する',
    description: '1 件のルートの全項目を、警告および反映状況とともに表示します。',
    operands: '<name>',
    examples: ['routes show inbound', 'routes show inbound --json'],
  },
  edit: {
    summary: 'ルートを変更する',
    description:
      'ルートを変更します。フラグと質問は `add` と同じで、現在の値が入力済みです。フラグで指定したテーブルは、全体が置き換わります。',
    operands: '<name>',
    examples: [
      'routes edit inbound',
      'routes edit inbound --host mx2.example.com:587',
      'routes edit inbound --name "to Exchange" --no-secondary',
    ],
  },
  remove: {
    summary: 'ルートを削除する',
    description:
      'ストアからルートを削除します。削除の前に確認します。確認できない環境では --yes を指定してください。',
    operands: '<name...>',
    examples: ['routes remove inbound', 'routes rm old older --yes'],
  },
  'replace-host': {
    summary: '使用中の全ルートで、ホストを別のホストに置き換える',
    description:
      'あるホストを、それを使うすべてのルートで別のホストに置き換えます。対象を表示したうえで、1 つの変更として行います。ポートを省略すると旧ホストの全ポートが対象になり、各行のポートはそのまま残ります。',
    operands: '<old> <new>',
    examples: [
      'routes replace-host mx1.example.com mx9.example.com',
      'routes replace-host mx1.example.com:25 mx9.example.com:587 --dry-run',
    ],
  },
  console: {
    summary: '管理コンソールへの入力内容を表示する。--done で設定済みと記録',
    description:
      'Google 管理コンソールに入力する内容を、画面と同じ順序と名称で項目ごとに表示します。--done を付けると、管理コンソールで設定したことを、設定者と日時とともに記録します。その後ルートを変更すると、再び未設定になります。',
    operands: '[name]',
    examples: ['routes console inbound', 'routes console inbound --done', 'routes console --pending'],
  },
  log: {
    summary: '監査ログを表示する。--verify で検証',
    description:
      '誰が、いつ、どのコマンドで、何を、なぜ変更したかを古い順に表示します。--verify は、ログの行が変更、削除、移動されていないことを検証します。--format と --output は、指定した期間のログを監査用にハッシュ付きで書き出します。',
    operands: '',
    examples: [
      'routes log --route inbound --since 30d',
      'routes log --verify',
      'routes log --since 2026-10-01 --until 2026-10-31 --format csv --output october.csv',
    ],
  },
  undo: {
    summary: '最後の変更を取り消す',
    description:
      '最後の変更を取り消します。取り消しも 1 つの変更としてログに残ります。取り消す内容を表示してから確認します。取り消しも取り消せます。',
    operands: '',
    examples: ['routes undo', 'routes undo --dry-run', 'routes undo --yes --reason "wrong server"'],
  },
  import: {
    summary: 'JSON、YAML、CSV のファイルからルートを追加する',
    description:
      'ファイルのルートを 1 つの変更として追加します。エラーがあれば 1 件も追加しません。すべての行のすべてのエラーを、ファイル名、行、列とともに一度に表示します。既存の名前はエラーになりますが、--update を付けるとそのルートを置き換えます。`-` は標準入力です。',
    operands: '<file...>',
    examples: [
      'routes import routes.csv --dry-run',
      'routes import new.yaml --update',
      'routes export --store old.json | routes import - --yes',
    ],
  },
  export: {
    summary: 'ルートを JSON、YAML、CSV で書き出す',
    description: 'ルートを JSON、YAML、CSV のいずれかで、ファイルまたは標準出力に書き出します。',
    operands: '[file]',
    examples: ['routes export routes.csv', 'routes export --format yaml', 'routes export --json'],
  },
  apply: {
    summary: 'ストアをファイルと一致させる。--check は CI 用',
    description:
      'ストアをファイルの内容と一致させます。変更内容(追加、変更、削除)を表示して確認し、1 つの変更として行います。--check は何も変更せず、一致していなければ終了コード 1 で終了します。',
    operands: '<file>',
    examples: [
      'routes apply routes.yaml',
      'routes apply routes.yaml --check',
      'routes apply routes.yaml --yes',
    ],
  },
  'test-tls': {
    summary: 'ルートまたは --host のサーバーを、実際の STARTTLS でテストする',
    description:
      '指定したルート(省略時は全ルート)のすべてのサーバーをテストします。--host では、ストアにないサーバーをテストできます。Gmail は配信するか、しないならその理由は何かを判定します。',
    operands: '[name...]',
    examples: [
      'routes test-tls',
      'routes test-tls --host mx1.example.com --explain',
      'routes test-tls --host new.example.com --resolve new.example.com=192.0.2.10',
    ],
  },
  rehearse: {
    summary: 'サーバーがこの証明書ファイルを提示した場合の test-tls の結果を示す',
    description:
      'ルートの全サーバーがこのファイルの証明書を提示した場合に test-tls がどう判定するかを、証明書のインストール前に示します。サーバーには接続しません。DNS には MX ホストだけを問い合わせます。--key を指定すると、このプロセス内で OpenSSL による判定も行います。',
    operands: '[name...]',
    examples: [
      'routes rehearse inbound --cert fullchain.pem',
      'routes rehearse inbound --cert fullchain.pem --key privkey.pem --at 2026-11-01',
      'routes rehearse inbound --cert cert.pem --intermediates ca.pem --write fixed.pem',
    ],
  },
  report: {
    summary: 'シャードなど複数回の実行の JSON レポートを結合する',
    description:
      'test-tls の複数の JSON レポートを、1 回で実行した場合と同じ内容に結合します。対象は、1 回の実行を分割したシャード(--shard i/n)、または別々のルートのレポートです。',
    operands: '<merge> <file...>',
    examples: [
      'routes report merge shard-1.json shard-2.json',
      'routes report merge shard-*.json --json > report.json',
    ],
  },
  check: {
    summary: 'ネットワークを使わずにストア全体を検証する',
    description:
      'ネットワークを使わずにストア全体を検証します。CI や pre-commit フックでの使用を想定しています。',
    operands: '',
    examples: ['routes check', 'routes check --strict', 'routes check --store mail/routes.json --json'],
  },
  demo: {
    summary: '動作を体験する: 正しい証明書と問題のある証明書のメールサーバーをこのマシンで起動',
    description:
      '正しい証明書と問題のある証明書を持つメールサーバーをこのマシンで起動し、一時的なストアにそれらへのルートを追加してテストします。終了後には何も残しません。',
    operands: '',
    examples: ['routes demo', 'routes demo --no-color'],
  },
  init: {
    summary: 'このフォルダに git 管理用のストアを作成する',
    description:
      'このフォルダに .routesrc.json と空のストアを作成します。ストアを git で管理する場合に使います。',
    operands: '',
    examples: ['routes init', 'routes init --store mail/routes.json'],
  },
  config: {
    summary: '有効な設定とその設定元を表示する。set、get、unset',
    description:
      '現在有効なすべての設定を、その設定元とともに表示します。`set` と `unset` はユーザーの設定ファイルを変更します(なければ作成します)。`get` は有効な値を 1 つ出力します。',
    operands: '[get <key> | set <key> <value> | unset <key>]',
    examples: ['routes config', 'routes config set minDays 30', 'routes config get trust --json'],
  },
  schema: {
    summary: 'JSON Schema を出力する',
    description: 'ストア、test-tls のレポート、または設定ファイルの JSON Schema を出力します。',
    operands: '<store|report|config>',
    examples: ['routes schema store', 'routes schema report > report.schema.json'],
  },
  completion: {
    summary: 'bash、zsh、fish、PowerShell の補完スクリプトを出力する',
    description:
      'コマンド、フラグとその値、登録済みのルート名をシェルで補完するためのスクリプトを出力します。端末では導入方法も示します。',
    operands: '<bash|zsh|fish|powershell>',
    examples: [
      'routes completion bash',
      'eval "$(routes completion bash)"',
      'routes completion fish > ~/.config/fish/completions/routes.fish',
    ],
  },
};

const flags: (typeof pattern)['flags'] = {
  help: 'このヘルプ',
  version: 'バージョン',
  store: '使用するストア',
  config: '使用する設定ファイル',
  lang: '表示言語: en、ja(デフォルト: 設定、次にロケール)',
  json: '標準出力に JSON を 1 つだけ出力する',
  color: 'パイプでも色を付ける。--color=always、never、auto とも指定可',
  noColor: '色を付けない',
  quiet: '結果だけを表示し、説明を省く',
  verbose: '詳しく表示する: 参考、所要時間、応答、証明書',
  noInput: '質問しない',
  noPager: '長い出力でもページャーを使わない',
  yes: '確認せずに進める',
  actor: '監査ログに残す変更者(デフォルト: user@host)',
  reason: '監査ログに残す変更理由',
  lockWait: '別の書き込みを待つ時間(デフォルト: 15s)',
  name: 'ルートの名前',
  newName: 'ルートの新しい名前',
  host: '単一のホスト: 名前またはアドレス。ポートの省略時は 25',
  primary: 'プライマリ テーブルのホストと負荷(%)。複数回指定可',
  secondary: 'セカンダリ テーブルのホスト。複数回指定可',
  noSecondary: 'セカンダリ テーブルを使わない',
  lookupMx: 'ホストで MX ルックアップを実行する: サーバーではなくドメイン用',
  noLookupMx: 'MX ルックアップを実行しない(デフォルト)',
  requireTls: 'セキュアなトランスポート(TLS)を使用する(デフォルト)',
  noRequireTls: 'TLS を必須にしない。次の 2 つもオフになる',
  requireCa: 'CA 署名済み証明書を使用する(デフォルト)',
  noRequireCa: 'CA 署名済み証明書を必須にしない',
  verifyHostname: '証明書のホスト名を検証する(デフォルト)',
  noVerifyHostname: '証明書のホスト名を検証しない',
  note: 'メモ(人が読むためのもの)',
  label: 'ラベル。複数回指定可',
  newNote: "新しいメモ(人が読むためのもの)。'' で削除",
  newLabel: '今のラベルすべてと置き換えるラベル。複数回指定可',
  noLabels: 'ラベルをすべて外す',
  test: '保存前にテストする。不合格のルートは保存しない',
  saveAnyway: '--test と併用: 不合格でも保存する',
  listHost: 'このホストを使うルートだけ',
  listLabel: 'このラベルを持つルートだけ',
  listPending: '管理コンソールで未設定のルートだけ',
  dryRun: '変更内容を表示するだけで、何も変更しない',
  format: '形式(デフォルト: ファイル名で判断。`-` は json)',
  update: '既存のルートをファイルの内容で置き換える',
  applyCheck: '何も変更しない。ストアがファイルと異なれば終了コード 1',
  consoleDone: '管理コンソールで設定したことを、設定者とともに記録する',
  logRoute: 'このルートの変更だけ',
  logActor: 'この変更者による変更だけ',
  logSince: 'この日または日時以降だけ: 2026-11-01、日時、または 7d(7 日前)',
  logUntil: 'この日(その日の終わりまで)または日時までだけ',
  logLast: '最後の n 件だけ',
  logVerify: 'ログのチェーンを検証する。破損していれば終了コード 1',
  logFormat: 'text、全ハッシュ付きの json か jsonl、csv(表計算用)。デフォルト: text',
  logOutput: 'このファイルに書き出す',
  strictCheck: '警告も不合格とする',
  testHost: 'ストアにないこのサーバーをテストする',
  testLabel: 'このラベルを持つルートをテストする',
  resolve: 'このホストの接続先アドレスを手動で指定する。複数回指定可',
  trust:
    '信頼するルート証明書: mozilla、system、または PEM ファイル。複数回指定可、最初のもので判定(デフォルト: mozilla)',
  minDays: '証明書の残り日数がこれ未満なら警告する(デフォルト: 14)',
  minLifetime: '証明書の有効期間の残りがこの割合(%)未満なら警告する',
  strict: '警告も不合格とする',
  ehloName: 'EHLO で名乗る名前(デフォルト: このホストの名前)',
  connectTimeout: '接続の制限時間(デフォルト: 10s)',
  greetingTimeout: 'グリーティング全体の制限時間(デフォルト: 40s)',
  commandTimeout: 'コマンドへの応答全体の制限時間(デフォルト: 30s)',
  tlsTimeout: 'TLS ハンドシェイクの制限時間(デフォルト: 15s)',
  deadline: '1 アドレスあたりの合計制限時間(デフォルト: 90s)',
  concurrency: '同時に行うテストの数(デフォルト: 64)',
  retries: '判定不能のアドレスを再試行する回数(デフォルト: 0)',
  at: 'その日の時点で有効かを判定する: 2026-11-01、日時、または +30d',
  expect: 'すべてのアドレスでこの証明書が提示されるかを確認する',
  ipv4: 'IPv4 アドレスだけ',
  ipv6: 'IPv6 アドレスだけ',
  mx: 'このドメインの MX ホストを手動で指定する。複数回指定可',
  resolver: '問い合わせ先の DNS サーバー(デフォルト: システムの設定)',
  clientCert: '提示するクライアント証明書(PEM)',
  clientKey: 'クライアント証明書の鍵(PEM)',
  shard: 'ホストを n 分割した i 番目だけをテストする(CI のマトリックス用)',
  transcript: 'サーバーとの対話を時刻付きで表示する',
  redact: 'アドレスと名前を伏せる。レポートを外部に見せるとき用',
  intermediates: '手元の証明書(PEM): チェーンに足りないものを対処に示す',
  explain: '証明書パスを図示する: 提示内容、試したパスと途切れた箇所、各トラストストアの判定',
  cert: 'サーバーが提示することになる証明書ファイル(PEM)',
  key: 'その鍵(PEM)。対応する鍵であること。OpenSSL でも判定する。鍵は保存しない',
  write: '正しい順序に並べ、不足を補ったチェーンをこのファイルに書き出す',
  rehearseHost: 'ストアにないこのサーバーのリハーサルをする',
  yesOverwrite: '--write と併用: 既存のファイルに上書きする',
};

export const commands: typeof pattern = {
  of,
  flags,
  groups: { routes: 'ルート', testing: 'テスト', store: 'ストアとログ', setup: '準備' },
  examples: '例',
  globalFlags: '共通フラグ:',
  routeFlags: 'ルートのフラグ:',
  testFlags: 'テストのフラグ:',
  changeFlags: '監査ログ用:',

  // What a command says when it has worked.
  idleFlags: (flags) =>
    `--test がないためテストは行いません。次のフラグは効果がありません: ${flags.join(', ')}`,
  idleAnswer: (flag, names, looked, near) => {
    const more = names.length > 3 ? ` ほか ${names.length - 3} 件` : '';
    const why =
      looked === null
        ? 'MX ルックアップがオフです(--lookup-mx)'
        : `代わりに ${looked} を検索しました${near === null ? '' : `。もしかして: ${near}`}`;
    return `${flag} ${names.slice(0, 3).join('、')}${more}: 使用していません。${why}`;
  },
  added: (name) => `"${name}" を追加しました`,
  changed: (name) => `"${name}" を変更しました`,
  unchanged: (name) => `"${name}" は元のままです。変更はありません`,
  removed: (name) => `"${name}" を削除しました`,
  removedHint: 'Google 管理コンソールでも削除してください: アプリ > Google Workspace > Gmail > ホスト',
  removeQuestion: (count) =>
    count === 1 ? 'このルートを削除しますか?' : `これら ${count} 件のルートを削除しますか?`,
  repaired: {
    'taken-back': '以前の変更が中断されていたため、取り消しました。ストアはその変更の前の状態です',
    finished:
      '以前の変更が書き込み後に中断されていました。変更は保存されています。残っていた作業用ファイルは片付けました',
  },
  externalEdit: '前回の変更後に、ストアが外部で編集されています。監査ログに記録しました',
  initialised: (store, config) => `${store} と ${config} を作成しました`,
  initialisedStore: (store) => `${store} を作成しました`,
  initHint: '両方を、同じ場所にできる監査ログとともに git で管理してください。次は: routes add',
  initAttributes:
    'ブランチをマージできるように、.gitattributes に「*.audit.jsonl merge=union」、.gitignore に「*.json.lock *.json.intent *.json.next」を追加してください',
  testHint: (line) => `テストするには: ${line}`,
  consoleHint:
    'Google 管理コンソールでも設定してください: アプリ > Google Workspace > Gmail > ホスト > ルートを追加',
  listEmpty: 'ルートはまだありません。`routes add` で追加してください',
  listNone: '該当するルートはありません',
  listMore: '以上です',
  pending: '未設定',
  pendingLong: '未設定: Google 管理コンソールで設定したという記録がまだありません',
  liveNow: (by, at) => `${by} が ${at} に管理コンソールで設定。反映済み`,
  liveBy: (at, by) => `${by} が管理コンソールで設定。遅くとも ${at} までに反映`,
  setShort: '設定済み',
  columns: { name: '名前', hosts: 'ホスト', boxes: 'オプション', console: 'コンソール' },
  boxesShort: { lookupMx: 'MX', requireTls: 'TLS', requireCa: 'CA', verifyHostname: 'ホスト名' },
  noBoxes: 'なし',
  fields: {
    name: '名前',
    host: '単一のホスト',
    primary: 'プライマリ',
    secondary: 'セカンダリ',
    options: 'オプション',
    note: 'メモ',
    labels: 'ラベル',
    console: 'コンソール',
    warnings: '警告',
  },
  load: '負荷',
  boxOn: 'オン',
  boxOff: 'オフ',
  checkFine: (count, file) => `${file}: ルート ${count} 件、すべて有効です`,
  checkFailed: (count, file) => `${file}: エラーが ${count} 件あります`,
  warningsFail: (count) => `警告が ${count} 件あり、--strict のため不合格です`,
  settingColumns: { key: '設定', value: '値', from: '設定元' },
  origins: {
    flag: 'フラグ',
    environment: '環境変数',
    'config file': '設定ファイル',
    'user config file': 'ユーザーの設定ファイル',
    default: 'デフォルト',
  },
  notSet: '-',
  notSetMeans: {
    actor: '(システムのユーザー名@ホスト名)',
    resolver: '(システムの設定)',
    ehloName: '(このマシンの完全なホスト名、なければアドレス)',
    minDays: '(14、有効期間が 42 日未満なら、その 3 分の 1)',
  },
  savedAnyway: (name) =>
    `"${name}" を保存しましたが、テストは不合格です。このルートで送信したメールは返送されます`,
  savedUntold: (name) =>
    `"${name}" を保存しましたが、メールが配信されるかどうかはテストで判定できませんでした`,
  demo: {
    intro:
      '正しい証明書と問題のある証明書を持つメールサーバーを、このマシンで起動しました。入力するコマンドとその結果は次のとおりです:',
    outro: 'サーバーを停止し、一時的なストアを削除しました。次はご自身のルートで: routes add',
  },
};
