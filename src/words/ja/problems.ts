// Japanese: what is wrong with a route, or unwise in it. Hosts and names in `data` and `given` come escaped.

import type { problems as pattern } from '../en/problems.ts';

type Data = Readonly<Record<string, unknown>>;

const hostForms = 'DNS 名(mx1.example.com など)、または IP アドレス';
const portForms = '25、587、または 1024~65535';
const bracketForms = '[address] または [address]:port(例: [2001:db8::1]:25)';
const boxNames: Record<string, string> = {
  lookupMx: 'ホストで MX ルックアップを実行する',
  requireTls: 'セキュアなトランスポート(TLS)を使用する',
  requireCa: 'CA 署名済み証明書を使用する',
  verifyHostname: '証明書のホスト名を検証する',
};
const leaveOn = 'できる限りオンにしておいてください';
const tlsFirst = `「${boxNames.requireTls}」もオンにするか、このチェックボックスをオフにする`;

const tables: Record<string, string> = { primary: 'プライマリ', secondary: 'セカンダリ' };
const tableOf = (data: Data) => `${tables[String(data.table)] ?? data.table} テーブル`;

const missing = (data: Data) => {
  const difference = data.difference as number;
  return difference > 0 ? `${difference} 不足` : `${-difference} 超過`;
};

/** Types and forms, as data names them; words in quotes and JSON stand as they are. */
const forms: Record<string, string> = {
  string: '文字列',
  number: '数値',
  int: '整数',
  boolean: 'true または false',
  object: 'オブジェクト',
  record: 'オブジェクト',
  array: 'リスト',
  'another value': '別の値',
  'a time such as 2026-11-01T08:00:00Z': '日時(2026-11-01T08:00:00Z など)',
};
const expected = (data: Data, otherwise: string): string => {
  if (data.expected === undefined || data.expected === null) return otherwise;
  const value = String(data.expected);
  return forms[value] ?? value.replaceAll(' or ', ' または ');
};

const sayings: (typeof pattern)['of'] = {
  'name-missing': {
    message: () => 'ルートには名前が必要です。名前がなければ保存できません',
    allowed: () => '目に見える文字を 1 つ以上含むテキスト',
  },
  'name-taken': {
    message: (given) => `${given} という名前のルートはすでに存在します。名前の大文字と小文字は区別されません`,
    allowed: () => 'ほかのルートが使っていない名前',
  },
  'name-bad-character': {
    message: (given) => `${given} に改行または制御文字が含まれているか、目に見える文字がありません`,
    allowed: () => '1 行のテキスト(言語は問わない)',
  },
  'hosts-missing': {
    message: () => 'ルートにはホストが必要です。単一のホスト、または複数のホストのテーブルを指定してください',
    allowed: () => '単一のホストは --host、複数のホストは --primary(複数回指定可)',
  },
  'hosts-both': {
    message: () => 'ルートに指定できるのは、単一のホストか複数のホストのどちらか一方です',
    allowed: () => '--host だけ、または --primary と --secondary',
  },
  'primary-missing': {
    message: () => '複数のホストを使うには、プライマリ テーブルに少なくとも 1 行が必要です',
    allowed: () => '1~100 行',
  },
  'table-too-long': {
    message: (given, data) =>
      `${tableOf(data)}が ${given} 行あります。${data.most} 行を超えると、100% を整数で分け合えません`,
    allowed: () => '1 つのテーブルに 100 行まで',
  },
  'load-not-allowed': {
    message: (given, data) =>
      `${tableOf(data)}の ${data.row} 行目の負荷 ${given} は、1~100 の整数ではありません`,
    allowed: () => '1~100 の整数',
  },
  'load-missing': {
    message: (_given, data) =>
      `${tableOf(data)}の ${data.row} 行目に負荷がありませんが、${data.rows} 行中 ${data.named} 行では指定されています。全行に指定するか、どの行にも指定しないでください`,
    allowed: () => '全行に負荷を指定、またはどの行にも指定しない(その場合は均等に分配)',
  },
  'loads-sum': {
    message: (_given, data) =>
      `${tableOf(data)}の負荷の合計が 100 ではなく ${data.sum} です(${missing(data)})`,
    allowed: (data) =>
      `合計がちょうど 100 になる負荷(例: ${(data.even as number[]).slice(0, 8).join('/')}${(data.even as number[]).length > 8 ? '/...' : ''})`,
  },
  'server-twice': {
    message: (given, data) => `${given} が${tableOf(data)}に重複しています(最初は ${data.first} 行目)`,
    allowed: () => 'ホストとポートの同じ組は、1 つのテーブルに 1 回だけ',
  },
  'mx-of-address': {
    message: (given) => `MX ルックアップの対象はドメインですが、${given} は IP アドレスです`,
    allowed: () => 'MX ルックアップをオンにしてドメイン名を指定、またはオフにして IP アドレスを指定',
  },
  'ca-needs-tls': {
    message: () => `「${boxNames.requireTls}」がオフのときは、「${boxNames.requireCa}」をオンにできません`,
    allowed: () => tlsFirst,
  },
  'hostname-needs-tls': {
    message: () =>
      `「${boxNames.requireTls}」がオフのときは、「${boxNames.verifyHostname}」をオンにできません`,
    allowed: () => tlsFirst,
  },
  'wrong-type': {
    message: (given) => `${given} の型が正しくありません`,
    allowed: (data) => expected(data, '別の型の値'),
  },
  'field-missing': {
    message: () => 'この項目がありません',
    allowed: (data) => expected(data, '値'),
  },
  'unknown-field': {
    message: (_given, data) => `不明な項目 ${data.field} です`,
    allowed: () => '`routes schema store` にある項目だけ',
  },
  'host-missing': { message: () => 'ホストが空です', allowed: () => hostForms },
  'host-has-scheme': {
    message: (given) => `${given} は URL です。ホストにスキームは付けません`,
    allowed: () => hostForms,
  },
  'host-has-path': { message: (given) => `${given} にパスが含まれています`, allowed: () => hostForms },
  'host-has-user': {
    message: (given) => `${given} に @ が含まれています。ルートの宛先はメールボックスではなくサーバーです`,
    allowed: () => hostForms,
  },
  'host-has-zone': {
    message: (given) => `${given} に IPv6 ゾーンが含まれています。ゾーンはこのマシンの外では意味を持ちません`,
    allowed: () => 'ゾーンのない IPv6 アドレス',
  },
  'host-is-wildcard': {
    message: (given) => `${given} はワイルドカードです。ホストではありません`,
    allowed: () => hostForms,
  },
  'host-has-port': {
    message: (given) => `${given} にポートが付いています。ポートは専用の項目に指定してください`,
    allowed: () => hostForms,
  },
  'host-has-space': {
    message: (given) => `${given} に空白または制御文字が含まれています`,
    allowed: () => hostForms,
  },
  'host-needs-brackets': {
    message: (given) => `IPv6 アドレス ${given} は角かっこで囲む必要があります`,
    allowed: () => bracketForms,
  },
  'host-has-brackets': {
    message: (given) => `${given} に角かっこが付いています。ここにはアドレスだけを指定します`,
    allowed: () => '角かっことポートを付けないアドレス',
  },
  'host-brackets-open': {
    message: (given) => `${given} の角かっこが、アドレスを囲んで閉じていません`,
    allowed: () => bracketForms,
  },
  'host-not-in-brackets': {
    message: (given) => `${given} が角かっこで囲まれています。囲めるのは IPv6 アドレスだけです`,
    allowed: () => hostForms,
  },
  'host-has-load': {
    message: (given) => `${given} に負荷が指定されていますが、単一のホストに負荷はありません`,
    allowed: () => 'ホストだけ、または負荷を分け合うホストには --primary',
  },
  'host-bad-address': {
    message: (given) => `${given} は IP アドレスのように見えますが、正しい IP アドレスではありません`,
    allowed: () => '0~255 の 4 つの数をドットで区切ったもの、または IPv6 アドレス',
  },
  'host-bad-name': {
    message: (given) => `${given} はホスト名ではありません`,
    allowed: () => '文字、数字、ハイフンのラベルをドットで区切ったもの(文字の言語は問わない)',
  },
  'host-too-long': {
    message: (given) => `${given} はホスト名として長すぎます`,
    allowed: () => '各ラベルは 63 文字まで、全体で 253 文字まで',
  },
  'port-465': {
    message: () =>
      'ポート 465 には対応していません。STARTTLS ではなく暗黙の TLS(SMTPS)のポートです。25 または 587 を使用してください',
    allowed: () => portForms,
  },
  'port-not-allowed': {
    message: (given) => `ポート ${given} は使用できません。${portForms} を使用してください`,
    allowed: () => portForms,
  },
};

const kinds: Record<string, string> = {
  loopback: 'ループバック アドレス',
  private: 'プライベート アドレス',
  'link-local': 'リンクローカル アドレス',
  documentation: '文書用に予約されたアドレス',
  special: '予約済みのアドレス',
  'single-label': '単一のラベル',
  'special-use': '公開 DNS の対象外の名前',
};

const warnings: (typeof pattern)['warnings'] = {
  'address-not-name': (data) => `${data.host} は IP アドレスです。ホスト名を推奨します`,
  'unreachable-address': (data) =>
    `${data.host} は${kinds[String(data.kind)]}です。Google からは接続できません`,
  'unreachable-name': (data) =>
    `${data.host} は${kinds[String(data.kind)]}です。Google からは名前解決できません`,
  'box-off': (data) =>
    data.box === 'requireTls'
      ? `「${boxNames.requireTls}」がオフです。メールが平文で送信されることがあり、証明書は検証されません。${leaveOn}`
      : `「${boxNames[String(data.box)]}」がオフです。${leaveOn}`,
  'server-in-both-tables': (data) =>
    `${data.host} が両方のテーブルにあります。セカンダリ ホストは、別のサーバーであってこそ役に立ちます`,
  'no-mx': (data) =>
    `MX ルックアップがオンですが、${data.host} に MX レコードがありません。ホスト自体が使われます`,
  'domain-not-server': (data) =>
    `${data.host} には MX レコードがありますが、アドレスがありません。ドメインなので、MX ルックアップをオンにしてください(--lookup-mx)`,
};

export const problems: typeof pattern = {
  of: sayings,
  warnings,
  boxNames,
  nothing: 'なし',
};
