// Japanese: topics of findings about names and connections: what happens before a server has said a word.

import type { networkTopics as pattern } from '../../en/topics/network.ts';
import { letSendersIn, listenWithStarttls } from './mail-servers.ts';

const elsewhere = 'ルートを変更する前に、別のネットワークからテストしてください。';
const lookItUp =
  'DNS の応答を手動で確認してください。\n  dig mx1.example.com A, dig mx1.example.com AAAA, dig example.com MX';

export const networkTopics: typeof pattern = {
  'dns-failure': {
    title: 'DNS からサーバーを特定できない、または DNS に問題がある',
    means:
      '最初にホストの名前解決を行います。MX ルックアップがオンなら MX レコードを、次にアドレスを問い合わせます。名前が存在しない場合やアドレスがない場合は不合格です。リゾルバが応答しない場合は、こちら側に原因がある可能性があるため判定不能です。',
    side: 'メールサーバーには何も届きません。確認すべきなのはドメインのゾーンです。',
    mend: `${lookItUp}\nまだ DNS に登録されていないサーバーは、アドレスを指定してテストします。\n  $ routes test-tls --host mx.example.com --resolve mx.example.com=192.0.2.1`,
    reasons: {
      'no-such-name': {
        title: '名前が存在しない',
        means:
          'DNS 自体が「存在しない」と応答しています(NXDOMAIN)。入力ミスか、削除されたレコードか、内部ネットワークにしか存在しないレコードです。',
        mend: 'ルートの名前またはゾーンのレコードを修正してください。MX レコードが、すでに存在しないホストを指している可能性もあります。',
      },
      'no-address': {
        title: '名前にアドレスがない',
        means:
          '名前は存在しますが、A レコードも AAAA レコードもありません。サーバーではなくドメインが指定されていて、MX ルックアップがオフになっていることがよくあります。',
        mend: 'サーバーであれば、アドレスを登録してください。ドメインであれば、MX ルックアップをオンにしてください。\n  $ routes edit partner --lookup-mx',
      },
      'null-mx': {
        title: 'ドメインがメールを受信しないと宣言している',
        means:
          'MX レコードが "0 ." です(RFC 7505)。ほかの MX レコードと併存している場合は矛盾であり、その解釈は送信側によって異なります。',
        mend: 'ドメインを確認するか、null MX を削除してください。',
      },
      'no-mx': {
        title: 'MX ルックアップがオンだが、MX レコードがない',
        means:
          '警告です。この場合は名前そのものが接続先になります(RFC 5321 5.1)。ドメインではなくサーバーが指定されていると思われます。',
        mend: 'サーバーであれば、MX ルックアップをオフにしてください。\n  $ routes edit inbound --no-lookup-mx',
      },
      'mx-is-address': {
        title: 'MX レコードに IP アドレスが書かれている',
        means:
          'MX レコードにはホスト名を書く必要があるため(RFC 5321 5.1)、このレコードではどこにも到達できません。',
        mend: 'サーバーにアドレスを持つ名前を付け、その名前を MX レコードに書いてください。',
      },
      'mx-is-alias': {
        title: 'MX ホストがエイリアス(CNAME)である',
        means: '警告です。RFC 2181 10.3 で禁止されていますが、ほとんどの送信側はそのままたどります。',
        mend: 'MX レコードには実際のホスト名を書いてください。',
      },
      'mx-left-out': {
        title: 'MX ホストが多すぎるため、一部をテストしていない',
        means:
          '優先順位の高い 100 台だけをテストしました。残りについては何も言えないため、このホストは判定不能です。',
        mend: '重要なサーバーは個別に指定してください。\n  $ routes test-tls --host mx42.example.com',
      },
      'server-failure': {
        title: 'DNS が回答できなかった',
        means:
          'SERVFAIL または REFUSED です。ドメインのネームサーバーが機能していないか、DNSSEC の検証に失敗しているか、このリゾルバの利用が許可されていません。',
        mend: '再試行するか、別のリゾルバに問い合わせてください。\n  $ routes test-tls inbound --resolver 9.9.9.9',
      },
      'timed-out': {
        title: 'DNS が時間内に応答しなかった',
        means: '全体で 10 秒以内に応答がありませんでした。このマシンのリゾルバに原因がある可能性が高いです。',
        mend: '再試行するか、別のリゾルバに問い合わせてください。\n  $ routes test-tls inbound --resolver 9.9.9.9',
      },
      'refused-name': {
        title: 'DNS が示した名前は、名前解決に使えないものだった',
        means:
          'ホスト名として使えない名前を指すレコードがあります。空白か制御文字を含む、ラベルが長すぎる、またはラベルがハイフンで始まる名前です。',
        mend: 'ゾーンのそのレコードを修正してください。',
      },
      'one-family': {
        title: 'IPv4 と IPv6 の一方しか名前解決できなかった',
        means:
          '2 つの問い合わせ(A と AAAA)の一方に応答がなかったため、そのアドレスファミリーのアドレスは不明で、テストもしていません。',
        mend: '再試行するか、別のリゾルバに問い合わせてください。\n  $ routes test-tls inbound --resolver 9.9.9.9',
      },
      'family-left-out': {
        title: 'すべてのアドレスが、フラグにより対象外となったアドレスファミリーのものである',
        means:
          '--ipv4 または --ipv6 を指定すると、もう一方のアドレスファミリーのアドレスはテストしません。このサーバーにはほかのアドレスがないため、何もわかりません。Google はこのフラグの影響を受けません。',
        mend: 'フラグを指定せずにテストしてください。\n  $ routes test-tls inbound',
      },
    },
  },

  'connection-failure': {
    title: '接続できないため、何も判定できない',
    means:
      'アドレスに到達できなかったか、接続が途中で終了しました。合格にはなりませんが、不合格でもありません。このマシンから到達できなくても、Google からは到達できる可能性があるためです。',
    side: 'ほとんどの場合、サーバーのログには何も残りません。接続が届いているかどうかを、サーバーのログ、"ss -ltnp"、ファイアウォールのログで確認してください。',
    mend: `サーバーが稼働し、そのポートで待ち受け、すべてのファイアウォールで許可されていることを確認してください。${elsewhere}`,
    steps: listenWithStarttls,
    reasons: {
      refused: {
        title: '接続が拒否された',
        means:
          'マシンは応答していますが、そのポートで待ち受けているプログラムがないか、ファイアウォールが拒否しています。',
        side: 'サーバーで "ss -ltnp" を実行すると、そのポートで待ち受けているプログラムの有無と、待ち受けアドレスがわかります。',
        mend: elsewhere,
        steps: listenWithStarttls,
      },
      'timed-out': {
        title: '接続への応答がない',
        means:
          'パケットが失われています。サーバーが停止しているか、ファイアウォールがパケットを破棄しているか、このネットワークがポート 25 をブロックしています(OP25B。多くのプロバイダが実施)。ポート 25 のすべてのサーバーがタイムアウトした場合は、その旨が表示されます。',
        side: '接続がサーバーに届いていなければ、途中で失われています。',
        mend: `${elsewhere}クラウドの CI ランナーでは、ポート 25 をまったく使えないことがよくあります。`,
        steps: listenWithStarttls,
      },
      unreachable: {
        title: 'このマシンからそのアドレスへの経路がない',
        means:
          'このマシンにはそのアドレスへの経路がありません。ほとんどの場合、IPv6 を使えないことが原因です。同じホストの別のアドレスを判定できた場合、ホストの判定はそのアドレスの結果によります。',
        mend: 'IPv6 を使えるマシンからテストするか、そのアドレスファミリーを除外してください。\n  $ routes test-tls inbound --ipv4',
      },
      closed: {
        title: 'サーバーが接続を切断した',
        means:
          'テストが待っていた応答を返す前に、サーバーが切断しました。このマシンを拒否していても、Google は拒否しない可能性があります。',
        side: '原因となったルールがログに記録されていることがよくあります。ブロックリスト、上限値、名前のない(逆引きできない)クライアントなどです。',
        mend: elsewhere,
        steps: letSendersIn,
      },
      cancelled: {
        title: 'テストが中断された',
        means: 'このアドレスを判定する前に、Ctrl-C で中断されました。',
        mend: 'もう一度テストしてください。',
      },
    },
  },

  'mx-names': {
    title: 'MX ルックアップのときに照合する名前',
    means: 'Google が公開していないため、ここで置いている仮定を示す参考です。',
    reasons: {
      'mx-host-checked': {
        title: '各証明書を、その MX ホストの名前と照合する',
        means:
          'MX ルックアップがオンのとき、証明書に記載された名前は、入力されたドメインではなく MX ホストと照合します(仮定: Google はどちらを照合するかを公開していません)。両方の名前が記載された証明書であれば安全です。',
      },
    },
  },
};
