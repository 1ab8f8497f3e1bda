// Japanese: the questions of `routes add` and `routes edit`, in the console's order and words. Names and hosts come
// escaped.

import type { interview as pattern } from '../en/interview.ts';

export const interview: typeof pattern = {
  intro:
    'Google 管理コンソールの「ルートを追加」の項目を順に質問します。Esc で前に戻り、Ctrl-C で保存せずに終了します。',
  introLines:
    'Google 管理コンソールの「ルートを追加」の項目を順に質問します。"<" で前に戻り、Ctrl-C で保存せずに終了します。',

  prompts: {
    yes: 'はい',
    no: 'いいえ',
    none: 'なし',
    keys: {
      choice: '↑↓ で移動、Enter で決定、Esc で戻る',
      boxes: '↑↓ で移動、Space でオン/オフ、Enter で次へ、Esc で戻る',
      lineText: (today) => `[${today}]`,
      lineChoice: '番号',
      lineBoxes: 'オン/オフを切り替える番号(Enter で次へ)',
      lineNumber: (most) => `1 から ${most} までの番号を入力してください`,
      lineYesNo: 'はい(y)か、いいえ(n)で答えてください',
    },
  },

  // The fields of the form.
  name: '名前',
  kind: 'ホスト オプション',
  single: '単一のホスト',
  singleHint: '1 台のメールサーバー、または MX レコードでサーバーを示す 1 つのドメイン',
  multiple: '複数のホスト',
  multipleHint: '負荷分散用。プライマリ ホストの障害に備えるセカンダリ ホストも指定できます',
  host: 'ホスト名(推奨)または IP アドレス',
  hostOf: (table, row) => `${table} ホスト ${row}: ホスト名(推奨)または IP アドレス`,
  port: 'ポート(25、587、または 1024~65535)',
  serverTwice: (server) => `${server} はすでにこのテーブルにあります`,

  // A domain where a server belongs.
  domain: (host) =>
    `${host} には MX レコードがありますが、アドレスがありません。サーバーではなくドメインです`,
  domainTick: 'ホストで MX ルックアップを実行する',
  domainTickHint: 'メールはドメインの MX レコードにあるサーバーに配信されます',
  domainAgain: '別のホストを入力する',
  domainKeep: 'MX ルックアップなしでそのまま使う',

  // The two tables.
  tables: { primary: 'プライマリ', secondary: 'セカンダリ' },
  wantSecondary: 'プライマリ ホストの障害に備えてセカンダリ ホストを指定しますか?',
  table: (table, sum) => `${table} ホスト: ${sums(sum)}`,
  tableTitle: (table) => `${table} ホスト`,
  sum: (sum) => sums(sum),
  rowHint: 'Enter で負荷の変更、ホストとポートの変更、削除ができます',
  addRow: 'ホストを追加する',
  shareEvenly: (loads) => `負荷を均等に分ける(${loads.length > 24 ? `${loads.slice(0, 20)}...` : loads})`,
  tableDone: 'このテーブルを確定する',
  rowLoad: '負荷を変更する',
  rowServer: 'ホストとポートを変更する',
  rowRemove: '削除する',
  load: (host) => `${host} の負荷(%)`,

  boxes: 'オプション',
  boxHints: {
    lookupMx:
      'MX レコードにあるサーバーに配信します。ドメインならオンにし、メールサーバーならオフのままにします(デフォルトはオフ)',
    requireTls:
      '送信側と受信側のメールサーバーの間でメールを暗号化し、できなければ送信しません(推奨、デフォルトはオン)',
    requireCa:
      'サーバーは、Google が信頼する認証局が署名した証明書を提示する必要があります(推奨、デフォルトはオン)',
    verifyHostname: 'ホストの名前がその証明書に記載されている必要があります(推奨、デフォルトはオン)',
  },

  // The end.
  next: (name) => `"${name}" をどうしますか?`,
  testNow: 'TLS 接続をテスト',
  testAgain: 'TLS 接続をもう一度テスト',
  testAgainHint: '新しい証明書をインストールした後や、メールリレー サービスのプロバイダから回答を得た後に',
  save: '保存',
  saveAnyway: (delivery) =>
    delivery === 'return'
      ? 'このまま保存: このルートで送信したメールは返送されます'
      : 'このまま保存: 不合格のサーバーに送られたメールは返送されます',
  change: '回答を変更',
  leave: '保存せずに終了',
  useName: '証明書に記載されたホスト名を使う',
  useNameWhich: 'どの名前を使いますか?',
  nameFor: (name, server) => `${name}(${server} の代わり)`,
  untick: 'チェックボックスをオフにする',
  untickHint:
    '最後の手段です。接続を検証できるように、これらのチェックボックスはできる限りオンにしておいてください',
  untickWhich: 'どのチェックボックスをオフにしますか? できる限りオンにしておいてください',
  untickHints: {
    requireTls: 'メールが平文で送信されることがあり、証明書は検証されません',
    requireCa: '経路上の誰もがサーバーになりすませるようになります',
    verifyHostname: '信頼できる認証局の証明書であれば、どれでも合格になります',
  },
  changeWhich: 'どの回答を変更しますか?',
  changeOf: (field, today) => `${field}: ${today}`,
  answers: {
    name: '名前',
    kind: 'ホスト オプション',
    host: 'ホスト',
    port: 'ポート',
    primary: 'プライマリ ホスト',
    secondary: 'セカンダリ ホスト',
    boxes: 'オプション',
  },
  none: 'なし',
  meanwhile:
    '入力中に、ほかの人がこのルートを変更しました。今保存すると、次の内容を今回の回答で置き換えます:',
  later: '今回の回答(後で再実行する場合)',
  sameByFlags: '同じことをフラグで行う場合',
};

function sums(sum: number): string {
  if (sum === 100) return '負荷の合計は 100%';
  return `負荷の合計は ${sum}%(${sum < 100 ? `${100 - sum}% 不足` : `${sum - 100}% 超過`})`;
}
