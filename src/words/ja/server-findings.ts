// Japanese: findings about servers before and beside their certificates: DNS, connection, SMTP, STARTTLS, the handshake.
// Of the four remedies of the console's page (R15) only those that fit the cause are named, boxes last. Texts in `data`
// come escaped.

import type { serverFindings as pattern } from '../en/server-findings.ts';
import { type Data, note, type Say, says, text, unlessOff } from '../parts.ts';
import { boxes, elsewhere, list, relay, seconds } from './finding-parts.ts';

const stages: Record<string, string> = {
  resolve: '名前解決中に',
  connect: '接続処理中に',
  greeting: 'グリーティング(220)の前に',
  ehlo: 'EHLO を送信したところ、',
  starttls: 'STARTTLS を送信したところ、',
  handshake: 'TLS ハンドシェイク中に',
  done: 'TLS ハンドシェイクの後に',
};
const where = (data: Data) => stages[text(data.stage)] ?? '';

/** What a reply is, by the stage in which it came. */
const replies: Record<string, string> = {
  greeting: 'サーバーのグリーティング(220)',
  ehlo: 'EHLO へのサーバーの応答',
  starttls: 'STARTTLS へのサーバーの応答',
  handshake: 'TLS ハンドシェイクでのサーバーの応答',
  done: '暗号化後の EHLO へのサーバーの応答',
};
const reply = (data: Data) => replies[text(data.stage)] ?? 'サーバーの応答';

const protocols: Record<string, string> = {
  ssh: 'SSH サーバー',
  imap: 'IMAP サーバー',
  pop3: 'POP3 サーバー',
  ftp: 'FTP サーバー',
  http: 'HTTP サーバー',
  tls: '接続直後から TLS を話すサーバー',
  unknown: 'SMTP 以外のサーバー',
};
const otherProtocol = '別のプロトコルのサーバー';

const badReplies: Record<string, string> = {
  'no-code': '応答コードがありません',
  'codes-disagree': '1 つの応答の中でコードが一致していません',
  'bad-separator': 'コードの後に空白もハイフンもありません',
  'bad-character': '応答に使用できない文字があります',
  'unexpected-code': 'この段階で返すべきでないコードです',
};

/** How a handshake ended, in the words of TLS. */
const handshakeEnd = (data: Data): string => {
  switch (data.cause) {
    case 'tls-alert':
      return data.from === 'client'
        ? `こちら側がアラート ${data.alert} で拒否しました`
        : `サーバーがアラート ${data.alert}(${data.number})を送信しました`;
    case 'closed':
      return data.how === 'reset' ? 'サーバーが接続をリセットしました' : 'サーバーが接続を切断しました';
    case 'timed-out':
      return `${seconds(data.milliseconds)}以内に応答がありません`;
    case 'not-tls':
      return `サーバーの応答が TLS ではありません: "${data.sample}"`;
    case 'tls-error':
      return text(data.message || data.code);
    case 'flood':
      return 'サーバーが、ハンドシェイクに必要な量を超えて送信しました';
    default:
      return text(data.cause);
  }
};

const protocol = (data: Data): string => text(data.protocol).replace(/v(?=\d)/, ' ');

const oldProtocol: Say = {
  message: (data) =>
    data.protocol === 'SSLv3'
      ? 'サーバーは SSL 3 より新しいバージョンに対応していません。SSL 3 を使う送信側はもうありません'
      : `サーバーは ${protocol({ protocol: data.protocol === 'TLSv1' ? 'TLSv1.0' : data.protocol })} より新しいバージョンに対応していません。このテストの下限は TLS 1.2 です(Google は、自社のサーバーは 1.0 と 1.1 にも引き続き対応しているとしています)`,
  remedies: () => ['サーバーで TLS 1.2 または 1.3 を有効にしてください'],
};

const checkPort = 'ホストとポートを確認してください。SMTP サーバーのものでなければなりません';
const resolverOrServers =
  '原因はリゾルバまたはドメインのネームサーバーにあります。再度試すか、--resolver で別のリゾルバに問い合わせてください';

/** What ended the wait for a greeting. */
const limitFlag = (data: Data): string => (data.limit === 'deadline' ? '--deadline' : '--greeting-timeout');

export const serverFindings: Record<keyof typeof pattern, Say> = {
  'starttls-not-supported/not-offered': {
    message: () => 'サーバーが STARTTLS を提示していません',
    remedies: (data) =>
      data.boxOff
        ? ['メールは平文で配信されます。サーバーで TLS を有効にしてください']
        : ['サーバーに証明書を設定し、TLS を有効にしてください', relay, boxes.tls],
  },
  'starttls-not-supported/refused': {
    message: (data) => {
      const command = data.stage === 'ehlo' ? `${data.encrypted ? '暗号化後の ' : ''}EHLO` : 'STARTTLS';
      if (Number(data.code) < 400)
        return `${command} へのサーバーの応答が ${data.stage === 'ehlo' ? 250 : 220} ではありません: ${says(data)}`;
      return data.stage === 'ehlo'
        ? `${command} をサーバーが拒否しました: ${says(data)}`
        : `サーバーは STARTTLS を提示しておきながら拒否しました: ${says(data)}`;
    },
    remedies: (data) => [
      data.stage === 'ehlo'
        ? 'サーバーのログで拒否の理由を確認してください。このマシンだけを拒否し、Google は拒否しない場合もあります'
        : 'サーバーのログで拒否の理由を確認してください。証明書または鍵を読み込めないことがよくあります',
      relay,
      unlessOff(data, boxes.tls),
    ],
  },
  'starttls-not-supported/masked': {
    message: (data) => `経路上で STARTTLS が隠されるか書き換えられ、"${data.masked}" になっています`,
    remedies: () => [
      'SMTP を検査するファイアウォールが原因です(サーバー側またはこのネットワーク)。その検査を無効にしてください',
      elsewhere,
    ],
  },
  'validation-failure/tls-handshake': {
    message: (data) => `TLS ハンドシェイクに失敗しました: ${handshakeEnd(data)}`,
    remedies: (data) => [
      data.cause === 'not-tls'
        ? 'サーバーが 220 の後に TLS を開始しない理由を、サーバーのログで確認してください'
        : 'サーバーのログでこのハンドシェイクを確認してください。鍵と証明書が対応しているかも確認してください',
      relay,
      unlessOff(data, boxes.tls),
    ],
  },
  'validation-failure/key-mismatch': {
    message: (data) =>
      `鍵が証明書に対応していません${data.position === null ? '' : `(ファイルの ${Number(data.position) + 1} 番目の証明書に対応しています)`}。この組み合わせはどのサーバーでも使用できません`,
    remedies: () => [
      'この証明書の発行を申請したときの鍵を探すか、この鍵に対して証明書を再発行してもらってください',
    ],
  },
  'validation-failure/injection': {
    message: (data) =>
      `ハンドシェイクの前に、STARTTLS の開始応答とともに平文のデータが届きました: "${data.injected}"。中間者が暗号化セッションに文字列を挿入できます(CVE-2011-0411)`,
    remedies: () => [
      'メールサーバーを更新してください。TLS の開始前に読み込んだデータは破棄しなければなりません',
    ],
  },
  'validation-failure/client-certificate-required': {
    message: () =>
      'サーバーはクライアント証明書を必須としていますが、受け入れられるものをこのテストでは提示していません',
    remedies: () => [
      '送信側にクライアント証明書を要求しないようにするか、--client-cert と --client-key を指定してテストしてください',
    ],
  },
  'weak-protocol/anonymous': {
    message: (data) => `サーバーの TLS は証明書なしの方式にしか対応していません(${data.cipher})`,
    remedies: (data) => ['サーバーに証明書を設定してください', unlessOff(data, boxes.tls)],
  },
  'weak-protocol/seen-at-second-look': {
    message: (data) =>
      `古い設定をすべて許可して再確認した結果: ${protocol(data)}${data.cipher ? `、${data.cipher}` : ''}`,
  },
  'weak-protocol/ssl-3': oldProtocol,
  'weak-protocol/tls-1.0': oldProtocol,
  'weak-protocol/tls-1.1': oldProtocol,
  'weak-protocol/old-cipher': {
    message: (data) =>
      `サーバーは、破られているか廃止された方式にしか対応していません。再確認で得られた最良のもの: ${protocol(data)}、${data.cipher}`,
    remedies: (data) => [
      'サーバーで TLS 1.2 または 1.3 と、AES-GCM または ChaCha20 を有効にしてください',
      relay,
      unlessOff(data, boxes.tls),
    ],
  },
  'smtp-failure/greeting-rejected': {
    message: (data) => `サーバーがグリーティングでこのマシンを拒否しました: ${says(data)}`,
    remedies: () => [
      'それでも Google からのメールは受け入れる場合があります。サーバーのログを確認してください',
      elsewhere,
    ],
  },
  'smtp-failure/greeting-timed-out': {
    message: (data) =>
      `接続できましたが、${seconds(data.milliseconds)}以内${data.limit === 'deadline' ? '(--deadline までの残り時間)' : ''}にグリーティング(220)がありません${
        data.protocol
          ? `。こちらから送信すると、${protocols[text(data.protocol)] ?? otherProtocol}として応答します`
          : ''
      }`,
    remedies: (data) =>
      data.protocol
        ? [checkPort]
        : [
            `意図的にグリーティングを遅らせている場合があります(postscreen)。${limitFlag(data)} の値を大きくしてください。暗黙の TLS のポートであれば、25 または 587 を使ってください`,
            elsewhere,
          ],
  },
  'smtp-failure/try-later': {
    message: (data) => `${reply(data)}で、後で再試行するよう求められました: ${says(data)}`,
    remedies: () => [
      '数分後に再試行してください(--retries)。サーバーの TLS について判定したものではありません',
    ],
  },
  'smtp-failure/implicit-tls': {
    message: () =>
      'このポートは暗黙の TLS(SMTPS)で、STARTTLS ではありません。サーバーは TLS の ClientHello を待っています',
    remedies: () => ['サーバーが STARTTLS 対応の SMTP を提供しているポート(25 または 587)を使ってください'],
  },
  'smtp-failure/bad-reply': {
    message: (data) => {
      if (data.protocol === 'unknown') return `SMTP ではありません: サーバーの応答は "${data.sample}" です`;
      if (data.protocol)
        return `SMTP ではありません: ${protocols[text(data.protocol)] ?? otherProtocol}です("${data.sample}")`;
      if (data.problem === 'unexpected-code')
        return `サーバーのグリーティングが 220 ではありません: ${says(data)}`;
      return `${reply(data)}が SMTP に準拠していません: ${badReplies[text(data.problem)] ?? data.problem}("${data.sample}")`;
    },
    remedies: () => [checkPort],
  },
  'smtp-failure/reply-too-long': {
    message: (data) =>
      `${reply(data)}が終わりません: ${data.limit} ${data.what === 'lines' ? '行' : 'オクテット'}を超えました`,
    remedies: () => [checkPort],
  },
  'smtp-failure/timed-out': {
    message: (data) =>
      `${reply(data)}が、${seconds(data.milliseconds)}以内に届かないか、途中までしか届きませんでした`,
    remedies: () => [
      'サーバーのログを確認してください。このマシンだけを待たせ、Google は待たせない場合もあります',
      elsewhere,
    ],
  },
  'smtp-remark/bare-lf': note('行末が CRLF ではなく LF だけになっています(RFC 5321 2.3.8)'),
  'smtp-remark/code-changed': note(
    '1 つの応答の最初と最後でコードが異なります(RFC 5321 4.2.1)。ここでは最後のコードに従います',
  ),
  'smtp-remark/missing-text': note('応答コードの後に空白とテキストがありません(RFC 5321 4.2)'),
  'smtp-remark/long-line': note('512 オクテットを超える応答行を送信しています(RFC 5321 4.5.3.1.5)'),
  'smtp-remark/lower-case-keyword': note('STARTTLS を小文字で送信しています'),
  'smtp-remark/many-lines': note('EHLO への応答の行数が異常に多くなっています'),
  'smtp-remark/not-ascii': note('応答に値が 127 を超えるオクテットがあります(RFC 5321 2.4)'),
  'smtp-remark/control-character': note('応答に制御文字があります(RFC 5321 4.2)'),
  'smtp-remark/early-data': note('コマンドを受け取る前に応答を送信しています'),
  'connection-failure/refused': {
    message: () =>
      '接続が拒否されました。ポートで待ち受けているものがないか、ファイアウォールが拒否しています',
    remedies: () => [
      'サーバーが稼働し、このポートで待ち受けているかを確認してください。ファイアウォールが Google だけを許可し、このマシンを許可していない場合もあります',
      elsewhere,
    ],
  },
  'connection-failure/timed-out': {
    message: (data) => `接続要求への応答が ${seconds(data.milliseconds)}以内にありません`,
    remedies: () => [
      'このマシンのネットワークがポートをブロックしているか(ポート 25 をブロックするプロバイダは多数)、サーバーが停止している可能性があります',
      elsewhere,
    ],
  },
  'connection-failure/unreachable': {
    message: (data) => `このマシンからそのアドレスへの経路がありません(${data.errno})`,
    remedies: () => ['原因はおそらくこのマシンのネットワークにあります', elsewhere],
  },
  'connection-failure/closed': {
    message: (data) => `${where(data)}サーバーが接続を切断しました`,
    remedies: () => [
      'サーバーがこのマシンだけを拒否し、Google は拒否しない場合もあります。サーバーのログを確認してください',
      elsewhere,
    ],
  },
  'connection-failure/cancelled': { message: () => '判定できる前にテストが中断されました' },
  'dns-failure/no-such-name': {
    message: (data) =>
      data.hasAddress
        ? `MX を問い合わせると、DNS は ${data.host} が存在しないと答えますが、アドレスは存在します`
        : `${data.server ?? data.host} は DNS に存在しません${data.mx ? '。MX レコードには記載されています' : ''}`,
    remedies: (data) => [
      data.hasAddress
        ? 'ドメインのネームサーバーを修正してください。MX がない場合の正しい応答は、空の NOERROR です(RFC 8020)'
        : data.mx
          ? 'MX レコードを修正してください'
          : '名前を確認してください。まだ DNS にないサーバーは、--resolve でアドレスを指定してください',
    ],
  },
  'dns-failure/no-address': {
    message: (data) =>
      `${data.server ?? data.host} のアドレスが DNS にありません${data.mx ? '。MX レコードには記載されています' : ''}`,
    remedies: (data) => [
      data.mx
        ? 'この名前にアドレスを登録するか、MX レコードを修正してください'
        : 'ドメインであれば、MX ルックアップをオンにしてください(--lookup-mx)。そうでなければアドレスを登録してください',
    ],
  },
  'dns-failure/null-mx': {
    message: (data) =>
      Number(data.beside) > 0
        ? `${data.host} には null MX のほかに MX が ${data.beside} 件あります。この解釈は送信側によって異なります`
        : `${data.host} は、メールを一切受信しないと宣言しています(null MX、RFC 7505)`,
    remedies: () => ['ドメインを確認するか、null MX を削除してください'],
  },
  'dns-failure/no-mx': {
    message: (data) => `${data.host} に MX レコードがありません。この名前自体を配信先とします(RFC 5321 5.1)`,
    remedies: () => ['ドメインではなくサーバーであれば、MX ルックアップをオフにしてください(--no-lookup-mx)'],
  },
  'dns-failure/mx-is-address': {
    message: (data) =>
      `MX レコードにアドレス ${data.server} が指定されています。ホスト名でなければなりません(RFC 5321 5.1)`,
    remedies: () => ['このサーバーに名前を付け、MX レコードにその名前を指定してください'],
  },
  'dns-failure/mx-is-alias': {
    message: (data) =>
      `MX ホスト ${data.server} は別名(CNAME)です: ${list(data.aliases, 2)}。RFC 2181 10.3 で禁止されています`,
    remedies: () => ['MX レコードに実際のホスト名を指定してください'],
  },
  'dns-failure/mx-left-out': {
    message: (data) =>
      `${data.host} の MX ホストが多すぎます。そのうち ${data.leftOut} 件はテストしていません`,
    remedies: () => ['残りは名前を指定してテストしてください: routes test-tls --host mx42.example.com'],
  },
  'dns-failure/server-failure': {
    message: (data) => `DNS が ${data.server ?? data.host} について回答できませんでした(${data.answer})`,
    remedies: () => [resolverOrServers],
  },
  'dns-failure/timed-out': {
    message: (data) =>
      `DNS が ${data.server ?? data.host} について ${seconds(data.milliseconds)}以内に回答しませんでした`,
    remedies: () => [
      '原因はおそらくこのマシンのリゾルバにあります。再度試すか、--resolver で別のリゾルバに問い合わせてください',
    ],
  },
  'dns-failure/one-family': {
    message: (data) =>
      `${data.server} の IPv${data.family} アドレスについて DNS から回答を得られなかったため、それらはテストしていません`,
    remedies: () => [resolverOrServers],
  },
  'dns-failure/family-left-out': {
    message: (data) =>
      `${data.server} には IPv${data.family} アドレスしかありませんが、--ipv${Number(data.family) === 4 ? 6 : 4} の指定により対象外となったため、何もテストしていません`,
    remedies: (data) => [`--ipv${data.family} を指定するか、どちらのフラグも指定せずにテストしてください`],
  },
  'dns-failure/refused-name': {
    message: (data) => `${data.server ?? data.host} は、名前解決の対象にできる名前ではありません`,
  },
  'mx-names/mx-host-checked': {
    message: (data) =>
      `MX ルックアップでは、各証明書を ${data.domain} ではなく MX ホスト(${list(data.servers, 3)})の名前で検証します(仮定: どちらの名前で検証するかを Google は公開していません)`,
  },
};
