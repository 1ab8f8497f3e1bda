// Japanese: topics of findings about SMTP and STARTTLS: what the server says before there is a certificate.

import type {
  handshakeReasons as handshakePattern,
  starttlsTopics as pattern,
} from '../../en/topics/starttls.ts';
import {
  letSendersIn,
  listenWithStarttls,
  modernProtocols,
  noClientCertificates,
  offerStarttls,
  readTheLog,
} from './mail-servers.ts';

const remark = (title: string, means: string, mend: string) => ({ title, means, mend });

const fromElsewhere =
  'ルートを変更する前に、別のネットワークからテストしてください。サーバーがこのマシンを拒否したり待たせたりしていても、Google からのメールは受け入れる場合があります。';

export const starttlsTopics: typeof pattern = {
  'starttls-not-supported': {
    title: 'STARTTLS がないため、TLS を使えない',
    means:
      'サーバーは SMTP で応答しますが、サーバーまでの間でメールを暗号化できません。「セキュアなトランスポート(TLS)を使用する」がオンの場合、Gmail はメールを返送することになります。オフの場合、STARTTLS が提示されないだけであれば、メールは平文で送信されることになります。',
    side: 'サーバーから見ると、EHLO の後に STARTTLS がなく QUIT で終わる、通常のセッションです。拡張機能の一覧は次のコマンドで確認できます。\n  $ routes test-tls --host mx1.example.com --transcript',
    mend: 'サーバーに証明書を設定し、TLS を有効にしてください。サーバーがメールリレー サービスのものであれば、そのプロバイダに問い合わせてください。チェックボックスをオフにするのは最後の手段です。できる限りオンにしておいてください。',
    steps: offerStarttls,
    reasons: {
      'not-offered': {
        title: 'EHLO への応答に STARTTLS がない',
        means:
          'サーバーが返した拡張機能の一覧に STARTTLS がありません。TLS が無効か、証明書または秘密鍵を読み込めなかったか、別のポートやほかのクライアントにだけ提示しています。',
        side: '起動時のログを確認してください。多くのサーバーは、秘密鍵を読み取れないことをログに記録したうえで、TLS なしで動作を続けます。',
        mend: 'ホストに合った証明書を設定し、TLS を有効にしてください。',
        steps: offerStarttls,
      },
      refused: {
        title: 'STARTTLS を提示しておきながら拒否した、または EHLO を拒否した',
        means:
          'サーバーが、STARTTLS(または EHLO 自体)に対して、502 や 503 のような、先に進めない応答を返しています。4yz の応答は、これではなく smtp-failure/try-later として報告されます。',
        side: '理由は、テストした時刻のサーバーのログにあります。証明書か秘密鍵を読み取れない、または TLS ライブラリを初期化できないことがよくあります。',
        mend: 'メールサーバーが秘密鍵と証明書を読み取れるようにし、両者が対応していることを確認してください。\n  $ routes rehearse inbound --cert fullchain.pem --key privkey.pem',
        steps: readTheLog,
      },
      masked: {
        title: '経路上の何かが STARTTLS を隠している',
        means:
          '拡張機能の一覧で STARTTLS があるはずの位置に、XXXXXXXA のような同じ長さの語があります。SMTP を検査するファイアウォールの動作で、サーバー側にある場合も、このマシンのネットワークにある場合もあります。そのため、不合格ではなく判定不能です。',
        side: 'サーバー自体は STARTTLS を提示しています。サーバーのネットワーク内から接続すると確認できます。',
        mend: `そのファイアウォールで SMTP の検査を無効にしてください(Cisco: "no fixup protocol smtp"、またはポリシーマップで "no inspect esmtp")。${fromElsewhere}`,
      },
    },
  },

  'smtp-failure': {
    title: 'SMTP のやり取りに失敗した',
    means:
      '接続は確立しましたが、正しい SMTP で STARTTLS まで進めませんでした。このマシンを拒否または遅延させるサーバーは、Google に対しては異なる扱いをする可能性があるため判定不能です。まったく SMTP ではないものは不合格です。',
    side: 'サーバーのログにはセッションと、多くの場合はセッションを終わらせたルールが記録されています。--transcript を付けると、各行を時刻とともに表示します。\n  $ routes test-tls --host mx1.example.com --transcript',
    mend: `まず、ホストとポートを確認してください。${fromElsewhere}`,
    steps: letSendersIn,
    reasons: {
      'greeting-rejected': {
        title: 'グリーティングで拒否された',
        means:
          'サーバーがグリーティングで 5yz を返し、このマシンを一切受け付けません。サーバーの TLS については何もわからないため、判定不能です。',
        side: '該当したルールがサーバーのログに記録されています。ブロックリスト、このマシンのアドレスに名前(PTR)がないこと、アクセスリストなどです。',
        mend: `テストを実行するマシンからの接続を許可してください。${fromElsewhere}`,
        steps: letSendersIn,
      },
      'greeting-timed-out': {
        title: '接続できたが、グリーティングがない',
        means:
          '--greeting-timeout(デフォルトは 40 秒)以内に何も送られてきませんでした。グリーティングを意図的に遅らせるサーバーもあります。暗黙の TLS や HTTP のポートは、クライアントからの送信を待つため何も送りません。',
        side: 'サーバーのログには、何もやり取りしないまま切れた接続が記録されます。別のプログラムがそのポートを使っている場合は何も残りません。',
        mend: 'ホストとポートを確認してください。応答の遅いサーバーであれば、待ち時間を長くしてください。\n  $ routes test-tls --host mx1.example.com --greeting-timeout 2m',
        steps: letSendersIn,
      },
      'try-later': {
        title: 'サーバーが、後で再試行するよう求めている',
        means:
          '接続、EHLO、または STARTTLS に対して 4yz が返されました。接続数の超過、グレイリスティング、サーバーの高負荷によるものです。サーバーの TLS について判定したものではありません。',
        side: 'ログに、どの上限に達したかが記録されています。STARTTLS への 454 は、ほとんどの場合、TLS を開始できなかったことを意味します。秘密鍵と証明書を確認してください。',
        mend: '数分後に再試行するか、テストに自動で再試行させてください。\n  $ routes test-tls inbound --retries 3',
        steps: letSendersIn,
      },
      'implicit-tls': {
        title: '暗黙の TLS(SMTPS)のポートである',
        means:
          'サーバーが、ポート 465 のように、接続直後から TLS の ClientHello を待っています。Gmail のルートが使うのは、平文で始まる STARTTLS です。',
        side: 'ログには、そのポートで失敗した、またはタイムアウトしたハンドシェイクが記録されます。',
        mend: 'サーバーが STARTTLS 対応の SMTP を提供しているポート(25 または 587)を使ってください。\n  $ routes edit inbound --host mx1.example.com:587',
        steps: listenWithStarttls,
      },
      'bad-reply': {
        title: 'SMTP ではない、または応答になっていない',
        means:
          'サーバーが送ってきたものは SMTP の応答ではありません。別のサービス(SSH、IMAP、POP3、FTP)か、1 つの応答の中でコードが一致しないか、コードのないテキストです。',
        side: 'そのポートを使っているのは、想定とは別のサービスです。サーバーの手前にあるプロキシやロードバランサーが、独自の行を追加していることもあります。',
        mend: 'ホストとポートを確認してください。',
        steps: listenWithStarttls,
      },
      'reply-too-long': {
        title: '応答が終わらない',
        means:
          'サーバーから届いた行数またはオクテット数が、どんな応答にも必要のない量に達したため、打ち切りました。',
        side: 'ほとんどの場合、メールサーバーではないか、ループしているサーバーです。',
        mend: 'ホストとポートを確認してください。',
        steps: listenWithStarttls,
      },
      'timed-out': {
        title: 'サーバーが応答しなくなった',
        means:
          'グリーティングの後、--command-timeout(30 秒)以内、またはアドレスごとの制限時間(90 秒)以内に、完全な応答が届きませんでした。未知のクライアントへの応答を意図的に遅らせるサーバーもあります(ターピット)。',
        side: 'ログには、クライアントが切断したこと、または名前解決などの問い合わせに時間がかかりすぎたことが記録されます。',
        mend: `待ち時間を長くしてください(--command-timeout、--deadline)。${fromElsewhere}`,
        steps: letSendersIn,
      },
    },
  },

  'smtp-remark': {
    title: 'SMTP は動作しているが、規則から外れている',
    means:
      '参考です。テストは続行しました。ここに示す点は、厳格なクライアントでは問題になる可能性があります。判定には影響しません。',
    side: 'ログには何も残りません。サーバー自身は正しいと認識しています。',
    mend: '応答を書き出しているもの(プロキシ、コンテンツフィルタ、手動で設定したバナー)を更新または修正してください。',
    reasons: {
      'bare-lf': remark(
        '行末が LF だけである',
        'RFC 5321 2.3.8 では CRLF が必要です。',
        'メールサーバーの手前で応答を書き出しているプログラムを修正してください。メールサーバー自体は CRLF を送信します。',
      ),
      'code-changed': remark(
        '1 つの応答の途中でコードが変わった',
        'RFC 5321 4.2.1 では、すべての行のコードが同じでなければなりません。Postfix は、先に話し始めるクライアントを見分けるためにまず 220- と応答し、その後で拒否することがあります。ここでは最後のコードに従います。',
        'サーバー側の対処は不要です。このマシンが拒否されている場合は、別のネットワークからテストしてください。',
      ),
      'missing-text': remark(
        'コードの後に空白とテキストがない',
        'RFC 5321 4.2 では、コードの後に少なくとも空白が必要です。',
        'テキストを含むバナーまたはメッセージを設定してください。',
      ),
      'long-line': remark(
        '512 オクテットを超える応答行がある',
        'RFC 5321 4.5.3.1.5 で許されるのは 512 オクテットまでです。',
        'バナーを短くしてください。設定は smtpd_banner(Postfix)、smtp_banner(Exim)、Set-ReceiveConnector -Banner(Exchange)です。',
      ),
      'lower-case-keyword': remark(
        'starttls が小文字である',
        'EHLO のキーワードは大文字と小文字を区別せずに比較するため(RFC 5321 2.4)、誤りではありません。古いクライアントには、これを認識しないものがあります。',
        '対処は不要です。',
      ),
      'many-lines': remark(
        'EHLO への応答が異常に長い',
        '拡張機能の一覧の行数が、通常のサーバーよりはるかに多くなっています。',
        '行を追加しているもの(プロキシまたはフィルタ)を確認してください。',
      ),
      'not-ascii': remark(
        '応答に値が 127 を超えるオクテットがある',
        'RFC 5321 2.4 では、応答に使えるのは ASCII だけです。',
        'バナーとメッセージは ASCII で記述してください。',
      ),
      'control-character': remark(
        '応答に制御文字がある',
        'RFC 5321 4.2 では許されていません。ここではエスケープして表示しています。',
        'バナーとメッセージから取り除いてください。',
      ),
      'early-data': remark(
        'コマンドより先に応答が届いた',
        'サーバーが順番を守らず、コマンドを受け取る前に応答を送信しました。',
        'サーバーの手前にあるものを確認してください。プロキシが独自のバナーを送信している可能性があります。',
      ),
    },
  },

  'weak-protocol': {
    title: '古すぎる TLS、または証明書なしの TLS しか使えない',
    means:
      'サーバーが対応する最も新しいバージョンがこのテストの下限の TLS 1.2 を下回っているか、暗号スイートが破られています。Google は、自社のメールサーバーは TLS 1.0 と 1.1 にも引き続き対応しているとしているため、その場合に Gmail がどう動作するかは不明として報告します。',
    side: 'ログには、共通のバージョンまたは暗号スイートがなく失敗したハンドシェイクが記録されます("no shared cipher"、"unsupported protocol")。',
    mend: 'TLS 1.2 と 1.3 を有効にしてください。それができないオペレーティング システムは、すでに時代遅れです。',
    steps: modernProtocols,
    reasons: {
      'ssl-3': {
        title: 'SSL 3 より新しいバージョンに対応していない',
        means: 'SSL 3 は 2015 年に廃止されました(RFC 7568)。SSL 3 を使う送信側はもうありません。',
        steps: modernProtocols,
      },
      'tls-1.0': {
        title: 'TLS 1.0 より新しいバージョンに対応していない',
        means: 'TLS 1.0 は 2021 年に廃止されました(RFC 8996)。',
        steps: modernProtocols,
      },
      'tls-1.1': {
        title: 'TLS 1.1 より新しいバージョンに対応していない',
        means: 'TLS 1.1 は 2021 年に廃止されました(RFC 8996)。',
        steps: modernProtocols,
      },
      anonymous: {
        title: '証明書なしの TLS しか使えない',
        means:
          'サーバーは匿名の暗号スイートしか提示していません。メールは暗号化されますが、応答した相手が誰であっても送られてしまいます。',
        side: 'サーバーに証明書がないか、読み込める証明書がありませんでした。',
        mend: 'サーバーに証明書を設定してください。',
        steps: offerStarttls,
      },
      'old-cipher': {
        title: '破られているか廃止された暗号スイートしか使えない',
        means: 'サーバーが対応する最良の暗号スイートが、RC4、3DES とその類です。',
        mend: 'AES-GCM または ChaCha20 を使う TLS 1.2 または 1.3 を有効にしてください。',
        steps: modernProtocols,
      },
      'seen-at-second-look': {
        title: '古い設定を許可した場合の結果',
        means:
          '失敗したハンドシェイクに添える参考です。古い設定をすべて許可して再度接続したところ、ここまで進みました。これによって合格になることはありません。',
        steps: modernProtocols,
      },
    },
  },
};

/** Topics of `validation-failure` that are about the handshake. */
export const handshakeReasons: typeof handshakePattern = {
  'tls-handshake': {
    title: 'TLS ハンドシェイクに失敗した',
    means:
      'STARTTLS は受け入れられましたが、その後ハンドシェイクが失敗しました。アラート、接続の切断、TLS の代わりの平文、または無応答によるものです。それまでに証明書が届いていれば、証明書の判定は行います。',
    side: 'テストした時刻のサーバーのログに、このハンドシェイクの行があります。よくある原因は、証明書に対応しない秘密鍵、読み取れない証明書ファイルまたはチェーンファイル、共通のバージョンや暗号スイートがないことです。',
    mend: '秘密鍵と証明書が対応していることを確認してください。\n  $ routes rehearse inbound --cert fullchain.pem --key privkey.pem',
    steps: readTheLog,
  },
  injection: {
    title: 'ハンドシェイクの前に平文が紛れ込んだ',
    means:
      'STARTTLS の開始応答と同時に、またはその直後の TLS が始まる前に、余分なデータが届きました。平文で読み込んだデータを保持し続けるサーバーでは、中間者が暗号化セッションに文字列を挿入できます(CVE-2011-0411)。',
    side: 'ログには何も残りません。サーバー、またはその手前のプロキシが、STARTTLS のときにバッファを空にしていません。',
    mend: 'メールサーバーまたはプロキシを更新してください。Postfix は 2.8 以降、このようなデータを破棄します。保守が続いているバージョンの Exim と Exchange もすべて破棄します。',
  },
  'client-certificate-required': {
    title: 'サーバーがクライアント証明書を必須としている',
    means:
      'サーバーはクライアント証明書がなければ先に進みませんが、このテストでは、サーバーが受け入れるものを提示していません。Google の証明書をどう扱うかは不明なため、TLS(tls)の行は判定不能です。',
    side: 'ログに、接続相手が証明書を返さなかったことが記録されます(OpenSSL: "peer did not return a certificate")。',
    mend: '送信側にクライアント証明書を要求しないようにするか、テストで証明書を提示してください。\n  $ routes test-tls inbound --client-cert c.pem --client-key k.pem',
    steps: noClientCertificates,
  },
};
