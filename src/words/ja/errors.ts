// Japanese: ordinary mistakes. Each gives what was given, what is allowed, and what to do next. Texts come escaped.

import type { ErrorCode, FormName, errors as pattern, Saying } from '../en/errors.ts';
import { jsonFault } from '../parts.ts';
import { jsonFaults } from './json-faults.ts';
import { fileSaying } from './rehearse.ts';

type Data = Readonly<Record<string, unknown>>;

const say = (message: string, hint: string | null = null): Saying => ({ message, hint });
const at = (data: Data) => `${data.file}:${data.line}:${data.column}`;
const atLine = (data: Data) => `${data.file}${data.line ? `:${data.line}` : ''}`;
const oneOf = (list: unknown) => (list as string[]).join(', ');

const kinds: Record<string, string> = {
  directory: 'フォルダです',
  fifo: 'パイプ(FIFO)です',
  socket: 'ソケットです',
  device: 'デバイスです',
  other: '通常のファイルではありません',
};

const errnos: Record<string, string> = {
  EACCES: 'アクセス権がありません',
  EPERM: '操作が許可されていません',
  ENOENT: 'ファイルまたはフォルダがありません',
  ENOTDIR: 'パスの途中にフォルダではないものがあります',
  EISDIR: 'フォルダです',
  ENOSPC: 'ディスクの空き容量がありません',
  EDQUOT: 'ディスククォータの上限を超えました',
  EROFS: 'ファイルシステムが読み取り専用です',
  EIO: '入出力エラーです',
  ELOOP: 'シンボリックリンクが多すぎます',
  EXDEV: 'ファイルシステムをまたぐ操作になります',
  EEXIST: 'すでに存在します',
  EMFILE: '開いているファイルが多すぎます',
  'no-ordinary-file': '通常のファイルではありません',
};
/** What a flag or a setting takes, by the name of the form. */
const forms: Record<FormName, string> = {
  resolve: 'host=address[,address](例: mx1.example.com=192.0.2.10)',
  mx: 'domain=host[,host](例: example.com=mx1.example.com)',
  resolver: 'アドレス(ポートは省略可): 192.0.2.53, [2001:db8::53]:53',
  'ehlo-name': 'ホスト名、またはアドレスリテラル([192.0.2.1] など)',
  'host-of-store': 'ストアにあるホスト(ポートは省略可)',
  'whole-number': '整数',
  'time-ahead': '日付(2026-11-01 など)、日時(2026-11-01T08:00:00Z など)、または +30d',
  'time-past': '日付(2026-11-01 など)、日時(2026-11-01T08:00:00Z など)、または 7d(7 日前)',
  shard: 'i/n(例: 2/8 は 8 分割の 2 番目)',
  duration: '時間(2s、500ms、1m など)',
  count: '0 以上の整数',
  'count-from-1': '1~10000 の整数',
  'per-cent': '0~100 の整数',
  trust: 'mozilla、system、または PEM ファイル',
  path: 'パス',
  text: '1 行のテキスト',
};

/** A list of words stands for itself. */
const takes = (allowed: unknown): string =>
  typeof allowed === 'string' ? allowed : forms[(allowed as { form: FormName }).form];
const valid = (allowed: unknown) => `有効な指定: ${takes(allowed)}`;
const maybe = (nearest: unknown) => `もしかして: ${nearest}`;
const errno = (data: Data) => errnos[String(data.errno)] ?? String(data.errno);
const holder = (who: unknown): string => {
  const { pid, host } = (who ?? {}) as { pid?: number | null; host?: string | null };
  return pid ? `(PID ${pid}${host ? `、ホスト ${host}` : ''})` : '';
};
const notEditable: Record<string, string> = {
  alias: 'YAML エイリアス',
  anchor: 'YAML アンカー',
  'without-effect': '変更しても有効になりません',
};
const conflicts: Record<string, string> = {
  families: 'どちらも指定しなければ、IPv4 と IPv6 の両方をテストします',
  'host-or-tables':
    'ルートに指定できるのは、単一のホスト(--host)か、テーブル(--primary、--secondary)のどちらかです',
  'name-or-host': 'ストアにあるルートは名前で、サーバーは --host で指定してテストしてください',
  'boxes-of-route':
    'ストアにあるルートは、そのルートのオプションでテストされます。フラグのオプションを使うには --host でサーバーを指定してください',
  'name-twice': '名前は 1 回だけ指定してください',
  'own-config': 'このコマンドはユーザーの設定ファイルを変更します。別の設定ファイルは手動で変更してください',
};

// Parts of sentences that come in data, as the code names them.
const detail = (words: unknown) =>
  words === 'not JSON'
    ? 'JSON ではありません'
    : String(words).replace(/^the document: /, 'ドキュメント全体: ');
const side = (one: unknown): string =>
  typeof one === 'string' ? one : `ルート名 ${(one as { routeName: string }).routeName}`;

/** Kinds of values; a value in JSON stands as it is, with spaces around it. */
const values: Record<string, string> = {
  nothing: 'なし',
  array: 'リスト',
  object: 'オブジェクト',
  string: '文字列',
};
const value = (given: unknown) => values[String(given)] ?? String(given);
const belongs = (data: Data): string => {
  const place = data.path ? `${data.path} は` : 'ドキュメント全体は';
  if (data.expected === 'nothing') return `${place}使用できません(値: ${value(data.given)})`;
  const expected = values[String(data.expected)] ?? ` ${data.expected} `;
  return `${place}${expected}でなければなりません(実際: ${value(data.given)})`;
};

const untouched = 'ファイルは元のままです';
const unwritten = '何も書き込んでいません';
const unchanged = '何も変更していません';
const mendByHand = `手動で修正するか、バックアップから復元してください。${unwritten}`;
const checkPath = 'パスを確認してください';
const listCommands = '`routes --help` でコマンドを一覧できます';
const listSettings = '`routes config` で設定を一覧できます';
const helpOf = (data: Data, what: string) =>
  `\`routes ${data.command ? `${data.command} ` : ''}--help\` で${what}`;
const showForm = (data: Data) => `\`routes ${data.command} --help\` で書式を確認できます`;

const sayings: Record<ErrorCode, (data: Data) => Saying> = {
  // The command line.
  'unknown-command': (data) =>
    say(
      `不明なコマンド ${data.given} です`,
      data.nearest ? maybe(`\`routes ${data.nearest}\``) : listCommands,
    ),
  'unknown-topic': (data) => {
    const near = (data.nearest as string[]).map((word) => `\`routes help ${word}\``);
    return say(
      `${data.given} のヘルプはありません`,
      near.length > 0
        ? maybe(near.join(' または '))
        : `トピック: exit-codes, config, json, hosts, trust, files, verdicts、および各指摘のコード。${listCommands}`,
    );
  },
  'unknown-flag': (data) =>
    say(
      `不明なフラグ ${data.given} です`,
      data.nearest
        ? maybe(data.nearest)
        : helpOf(data, 'フラグを一覧できます') +
            (data.takesName ? '。ハイフンで始まる名前は -- の後、最後に置いてください' : ''),
    ),
  'flag-needs-value': (data) => say(`${data.flag} には値が必要です`, helpOf(data, '書式を確認できます')),
  'flag-takes-no-value': (data) =>
    say(`${data.flag} は値を取りません(指定された値: ${data.given})`, `${data.flag} だけを指定してください`),
  'bad-flag-value': (data) => say(`${data.flag} に ${data.given} は指定できません`, valid(data.allowed)),
  'flag-twice': (data) =>
    say(
      `${data.flag} が重複しています`,
      data.flag === '--host'
        ? '複数のサーバーは --primary(複数回指定可)で指定してください'
        : '1 回だけ指定してください',
    ),
  'missing-operand': (data) =>
    say(`指定が足りません: ${data.operand}${data.orFlag ? ` または ${data.orFlag}` : ''}`, showForm(data)),
  'too-many-operands': (data) =>
    say(
      `\`routes ${data.command}\` の引数が多すぎます${data.given ? `: ${data.given}` : ''}`,
      '空白を含む名前は引用符で囲んでください',
    ),
  usage: (data) => say(`コマンドラインが正しくありません: ${data.detail}`, showForm(data)),
  'flags-conflict': (data) =>
    say(
      `${side(data.one)} と ${data.other} は同時に指定できません`,
      conflicts[String(data.hint)] ?? 'どちらか一方を指定してください',
    ),
  'not-interactive': (data) =>
    say(`${data.what} の指定がなく、入力を求める端末もありません`, `${data.flag} を指定してください`),
  'needs-yes': (data) =>
    say(
      `${data.command} は続行前に確認を求めますが、ここでは確認できません`,
      '確認せずに続行するには --yes を付けてください',
    ),
  'nothing-to-change': () =>
    say(
      '変更する内容が指定されていません',
      '変更する内容を指定してください(例: --host mx2.example.com)。`routes edit --help` でフラグを一覧できます',
    ),

  // Routes.
  'route-not-valid': (data) =>
    say(`ルートが無効です${Number(data.count) > 1 ? `(エラー ${data.count} 件)` : ''}`),
  'no-such-route': (data) =>
    say(
      `${data.given} という名前のルートはありません`,
      data.nearest ? maybe(data.nearest) : '`routes list` で名前を確認できます',
    ),
  'no-such-routes': (data) =>
    say(`次の名前のルートはありません: ${oneOf(data.given)}`, '`routes list` で名前を確認できます'),
  'nothing-to-test': (data) =>
    say(
      'テストの対象がありません',
      data.because === 'empty-store'
        ? 'ストアにルートがありません。`routes add` でルートを追加するか、--host でサーバーをテストしてください'
        : '該当するルートがありません',
    ),
  'test-failed': () =>
    say(
      'テストが不合格のため、ルートを保存していません',
      'テストで見つかった問題を解消してください。不合格のまま保存するには --save-anyway を指定してください',
    ),
  interrupted: (data) => say(data.saved === false ? '中断しました。何も保存していません' : '中断しました'),
  declined: () => say(unchanged),

  // The store.
  'store-missing': (data) =>
    say(
      `ストア ${data.file} がありません`,
      'パスを確認してください。`routes init` はこのフォルダに空のストアを、`routes add` は --store で指定した場所にストアを作成します',
    ),
  'store-dangling-link': (data) =>
    say(
      `${data.file} は ${data.target} へのリンクですが、リンク先が存在しません`,
      'リンク先のファイルを作成するか、リンクを削除してください',
    ),
  'store-not-a-file': (data) =>
    say(
      `ストア ${data.file} は${kinds[String(data.kind)] ?? 'ファイルではありません'}`,
      '--store でファイルを指定してください',
    ),
  'store-unreadable': (data) => say(`ストア ${data.file} を読み取れません: ${errno(data)}`, untouched),
  'store-empty': (data) =>
    say(
      `ストア ${data.file} が空です`,
      '空のファイルはストアではなく、内容が失われた可能性があります。バックアップから復元するか、新しく始める場合は削除してください',
    ),
  'store-not-text': (data) =>
    say(
      `${at(data)}: テキストではありません: ${data.reason === 'nul-byte' ? 'NUL バイトがあります' : 'UTF-8 ではありません'}`,
      mendByHand,
    ),
  'store-not-json': (data) =>
    say(
      `${at(data)}: JSON として正しくありません: ${data.reason === 'truncated' ? 'テキストが途中で終わっています' : jsonFault(jsonFaults, data.detail)}`,
      mendByHand,
    ),
  'store-duplicate-key': (data) =>
    say(
      `${at(data)}: キー ${data.key} が重複しています${data.path ? `(${data.path})` : ''}`,
      `どちらか一方を削除してください。${unwritten}`,
    ),
  'store-forbidden-key': (data) =>
    say(`${at(data)}: キー ${data.key} は使用できません`, `このキーを削除してください。${unwritten}`),
  'store-wrong-shape': (data) =>
    say(`${at(data)}: ${belongs(data)}`, `\`routes schema store\` で正しい構造を確認できます。${unwritten}`),
  'store-newer-version': (data) =>
    say(
      `${at(data)}: ストアのバージョンは ${data.version} ですが、このプログラムが対応するのは ${data.supported} までです`,
      `mail-routes を更新してください。${unwritten}`,
    ),
  'store-invalid': (data) =>
    say(
      `ストア ${data.file} に無効なルートがあります(エラー ${data.count} 件)`,
      `\`routes check\` で一覧できます。手動で修正してください。${unwritten}`,
    ),
  'store-not-ours': (data) =>
    say(
      `ストア ${data.file} の所有者は別のユーザー(${data.owner})です`,
      'ファイルの所有者が変わらないように、そのユーザーとして実行してください',
    ),
  'store-read-only': (data) => say(`ストア ${data.file} に書き込めません: ${errno(data)}`, untouched),
  'store-locked': (data) =>
    say(
      `別のプロセス${holder(data.holder)}がストア ${data.file} をロックしています(${data.waited} ms 待機)`,
      `もう一度実行するか、--lock-wait で待ち時間を延ばしてください。ストアを変更中のプロセスがもうなければ、${data.lock} を削除してください`,
    ),
  'store-lock-lost': (data) =>
    say(
      `このプロセスが止まっている間に、別のプロセスがストア ${data.file} のロックを引き継ぎました`,
      `もう一度実行してください。${unwritten}`,
    ),
  'store-write-failed': (data) =>
    say(`ストア ${data.file} に書き込めません: ${errno(data)}`, 'ストアとログは元のままです'),
  'store-not-durable': (data) =>
    say(
      `変更は書き込みましたが、ディスクに保存されたことを確認できません(${data.file}: ${errno(data)})`,
      'ディスクを確認し、続いて `routes list` で内容を確認してください',
    ),
  'store-moved-on': (data) =>
    say(
      `ストア ${data.file} がこの間に変更されました`,
      `内容を確認して、もう一度実行してください。${unwritten}`,
    ),
  'change-invalid': (data) =>
    say(`この変更を行うと、無効なルートができます(エラー ${data.count} 件)`, unwritten),
  'log-unreadable': (data) =>
    say(
      `監査ログ ${data.file} ${data.line ? `の ${data.line} 行目` : ''}を読み取れません`,
      data.line ? mendByHand : `該当箇所は \`routes log --verify\` で確認できます。${mendByHand}`,
    ),

  'undo-nothing': () => say('取り消す変更がありません', '`routes log` で変更の履歴を確認できます'),
  'undo-edited-outside': (data) =>
    say(
      `ストア ${data.file} は最後の変更の後に外部で編集されているため、何を取り消すことになるか特定できません`,
      '`routes log --verify` で詳細を確認できます。ストアを手動で元に戻すか(git、バックアップ)、新たな変更として修正してください',
    ),
  'undo-forked': (data) =>
    say(
      `${data.file} のログではブランチがマージされており、最後の変更が 2 つあります`,
      '次の変更でブランチが結合されます。その後の undo は、その変更を取り消します',
    ),

  // Files of routes.
  'files-not-valid': (data) =>
    say(
      `エラーが ${data.count} 件あります。${unchanged}`,
      data.existing ? '既存のルートを置き換えるには --update を付けてください' : null,
    ),
  'format-unknown': (data) =>
    say(
      `${data.file} という名前からは形式がわかりません`,
      '形式を指定してください: --format json、--format yaml、または --format csv',
    ),
  'would-overwrite-store': (data) =>
    say(`${data.file} はストアまたはそのログです`, `別のファイルを指定してください。${unwritten}`),
  'host-not-valid': () => say('ホストが無効です'),
  'host-not-used': (data) =>
    say(
      `ホスト ${data.given} を使うルートはありません`,
      `\`routes list\` でホストを確認できます。${unchanged}`,
    ),
  'routes-not-valid': (data) => say(`変更後のルートにエラーが ${data.count} 件あります`, unchanged),

  // Settings.
  'config-unreadable': (data) =>
    say(`設定ファイル ${data.file} を読み取れません: ${data.detail ?? errno(data)}`, checkPath),
  'config-not-readable-format': (data) =>
    say(
      `${atLine(data)}${data.line && data.column ? `:${data.column}` : ''}: ${data.format} として正しくありません${data.detail === 'may-hold-settings' ? '。routes の設定が含まれている可能性があります' : `: ${jsonFault(jsonFaults, data.detail)}`}`,
      '設定ファイルは JSON または YAML で書いてください',
    ),
  'config-key-twice': (data) =>
    say(
      `${data.file}:${data.line}:${data.column}: ${data.key} が重複しています`,
      'どちらか一方を削除してください',
    ),
  'config-is-code': (data) =>
    say(
      `設定ファイル ${data.file} はプログラムです。routes はプログラムを実行しません`,
      'JSON または YAML で書いてください: .routesrc.json、.routesrc.yaml',
    ),
  'config-not-an-object': (data) =>
    say(
      `${data.file}: 設定ファイルは、設定を並べた 1 つのオブジェクトでなければなりません`,
      '`routes schema config` で正しい構造を確認できます',
    ),
  'config-unknown-key': (data) =>
    say(
      `${atLine(data)}: 不明な設定 ${data.key} です`,
      data.nearest ? maybe(data.nearest) : '`routes schema config` で設定を一覧できます',
    ),
  'config-bad-value': (data) =>
    say(`${atLine(data)}: ${data.key} に ${data.given} は指定できません`, valid(data.allowed)),
  'environment-bad-value': (data) =>
    say(`環境変数 ${data.variable} に ${data.given} は指定できません`, valid(data.allowed)),

  'setting-unknown': (data) =>
    say(`不明な設定 ${data.given} です`, data.nearest ? maybe(data.nearest) : listSettings),
  'setting-bad-value': (data) => say(`${data.key} に ${data.given} は指定できません`, valid(data.allowed)),
  'config-action-unknown': (data) =>
    say(
      `\`routes config\` に ${data.given} という操作はありません`,
      data.nearest ? maybe(`\`routes config ${data.nearest}\``) : valid('get, set, unset'),
    ),
  'config-not-editable': (data) =>
    say(
      `${data.file} の ${data.key} は、ここでは変更できない形で書かれています(${notEditable[String(data.detail)]})`,
      `手動で変更してください。${unwritten}`,
    ),

  // Reports that are joined.
  'report-file': (data) =>
    say(
      `${data.file} は test-tls のレポートではありません(${detail(data.detail)})`,
      '`routes test-tls --json` が出力したファイルを指定してください。`routes schema report` で正しい構造を確認できます',
    ),
  'merge-shards-and-wholes': () =>
    say(
      'シャードのレポートと、全体のレポートが混在しています',
      '同じ実行のシャードどうし、または全体のレポートどうしを結合してください',
    ),
  'merge-shards-of-different-runs': (data) =>
    say(
      `分割数の異なる実行のシャードが混在しています(分割数: ${oneOf(data.counts)})`,
      '同じ実行のすべてのシャードを結合してください',
    ),
  'merge-shards-missing': (data) =>
    say(
      `${data.count} 個のシャードのうち ${oneOf(data.missing)} 番目がありません`,
      'すべてのシャードのレポートを指定してください',
    ),
  'merge-shard-twice': (data) =>
    say(`${data.index} 番目のシャードが重複しています`, '各シャードのレポートを 1 回だけ指定してください'),
  'merge-shards-do-not-fit': () =>
    say(
      '対象のルートが異なる、または途中でルートが変更された実行のシャードが混在しています',
      'すべてのシャードを同じストアに対して実行してください',
    ),
  'merge-route-twice': (data) =>
    data.name === null
      ? say(
          '複数のレポートが --host によるもので、区別するための名前がありません',
          'すべてのサーバーを --primary で 1 回のテストにまとめるか、ルートとしてストアに追加してください',
        )
      : say(`ルート "${data.name}" が複数のレポートにあります`, '異なるルートのレポートを結合してください'),
  'merge-different-days': () =>
    say('レポートの判定日時(--at)が異なります', 'すべて同じ --at を指定してテストしてください'),
  'merge-rehearsal': () =>
    say(
      'リハーサルのレポートが含まれています。サーバーはテストされていません',
      '`routes test-tls` のレポートを結合してください',
    ),
  'merge-redacted': () =>
    say(
      '伏せ字にされたレポートが含まれています。名前はそのレポート内だけで通用する代替の名前です',
      '--redact を付けずにテストしたレポートを結合し、その結果を伏せ字にしてください',
    ),
  'merge-different-trust': () =>
    say(
      'レポートによって、判定に使ったトラストストアが異なります',
      'すべて同じ --trust と同じ Node でテストしてください',
    ),

  // Files of the test.
  'file-exists': (data) =>
    say(
      `${data.file} はすでに存在します`,
      `${untouched}${data.yes ? '。上書きするには --yes を付けてください' : ''}`,
    ),
  'file-holds-key': (data) =>
    say(`${data.file} には秘密鍵が含まれているため、上書きしません`, '別のファイルを指定してください'),
  'config-exists': (data) =>
    say(
      `${data.file} に routes の設定がすでにあります`,
      'そのファイルの `store` でストアを指定してください。現在有効な設定は `routes config` で確認できます',
    ),
  'file-unreadable': (data) => say(`${data.file} を読み取れません: ${errno(data)}`, checkPath),
  'file-unwritable': (data) => say(`${data.file} に書き込めません: ${errno(data)}`, checkPath),
  'trust-file': (data) =>
    say(
      `${data.file} ${data.problem === 'broken-certificate' ? 'は使用できません' : 'に、トラストアンカーとして使用できる証明書がありません'}${fileSaying(data) ? `: ${fileSaying(data)!.is}` : ''}`,
      fileSaying(data)?.hint ??
        '--trust のファイルには PEM 証明書が 1 つ以上必要です。そのそれぞれがトラストアンカーになります',
    ),
  'trust-no-system': () =>
    say('このシステムのトラストストアが見つかりません', 'ファイルを指定してください: --trust file.pem'),
  'certificate-file': (data) =>
    say(
      `${data.file} ${data.problem === 'broken-certificate' ? 'は使用できません' : 'に PEM 証明書がありません'}${fileSaying(data) ? `: ${fileSaying(data)!.is}` : ''}`,
      fileSaying(data)?.hint ?? 'PEM 証明書のファイルを指定してください',
    ),
  'key-file': (data) =>
    say(
      `${data.file} に、使用できる鍵がありません${fileSaying(data) ? `: ${fileSaying(data)!.is}` : ''}`,
      fileSaying(data)?.hint ?? '鍵(PEM)のファイルを指定してください',
    ),
  'client-certificate': (data) =>
    say(
      `クライアント証明書を使用できません: ${data.missing ? `${data.missing} の指定がありません` : data.misfit ? '証明書と鍵が対応していません' : data.detail}`,
      '対応する証明書と鍵(PEM)を、--client-cert と --client-key の両方で指定してください',
    ),

  'no-home': () =>
    say(
      'このユーザーにはホームフォルダがないため、ストアと設定のデフォルトの場所がありません',
      'HOME を設定するか、--store でストアを指定してください',
    ),
  'no-folder': () => say('現在のフォルダはもう存在しません', '存在するフォルダに移動してください'),
  'output-failed': (data) =>
    say(
      `出力を書き込めません: ${errno(data)}`,
      'すでに行われた変更は取り消されていません。`routes log` で確認してください',
    ),

  unexpected: (data) =>
    say(
      `予期しない問題が発生しました: ${data.detail}`,
      '実行したコマンドを添えて報告してください。--verbose で発生箇所を確認できます',
    ),
};

export const errors: typeof pattern = {
  of(code, data) {
    return (
      (sayings as Record<string, (data: Data) => Saying>)[code]?.(data) ??
      say(`${code}${data.detail ? `: ${data.detail}` : ''}`)
    );
  },
  oneOf,
  more: (count) => `ほか ${count} 件`,
  error: 'エラー',
  hint: 'ヒント',
  warning: '警告',
  given: '指定された値',
  allowed: '有効な指定',
  /** Between two clauses. */
  and: '。',
  flag: 'フラグ',
};
