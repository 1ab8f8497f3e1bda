// Japanese: topics of findings about the certificate that a server shows: its name, its dates, who vouches for it.

import type { certificateTopics as pattern } from '../../en/topics/certificates.ts';
import { installCertificate } from './mail-servers.ts';

const leaveOn = 'チェックボックスをオフにするのは最後の手段です。できる限りオンにしておいてください。';
const fullChain =
  'チェーン全体をインストールしてください。サーバー証明書を先頭に、続けて中間証明書をすべて並べ、ルート証明書は含めません。多くの認証局では、このファイルの名前は fullchain.pem です。';
const askProvider = 'サーバーがメールリレー サービスのものであれば、そのプロバイダに問い合わせてください。';

export const certificateTopics: typeof pattern = {
  'certificate-host-mismatch': {
    title: '証明書がこのホストのものではない',
    means:
      '証明書に記載された名前に、Gmail の接続先となるホストが含まれていません。有効なのは subjectAltName だけで、コモンネームは使われません(RFC 9525)。ワイルドカードは、ちょうど 1 つのラベル全体に対応します。*.example.com は mx1.example.com には有効ですが、example.com や a.mx1.example.com には無効です。',
    side: 'サーバー側では何も検知されません。ハンドシェイクは完了し、その後でクライアントが切断します。サーバーが提示する証明書は次のコマンドで確認できます。\n  $ routes test-tls --host mx1.example.com --verbose',
    mend: `証明書に記載されたホスト名をルートで使うか、このホスト名が記載された証明書を信頼できる認証局から取得してインストールしてください。${askProvider}${leaveOn}`,
    steps: installCertificate,
    reasons: {
      'no-names': {
        title: '証明書にホスト名がまったく記載されていない',
        means: 'ホスト名を含む subjectAltName がないため、どのホストの証明書としても使えません。',
        mend: 'ホスト名を subjectAltName に含めて、証明書を再発行してもらってください。',
        steps: installCertificate,
      },
      'other-names': {
        title: '証明書に記載されているのは別のホスト名',
        means:
          '証明書自体は正常ですが、別の名前のものです。Web サーバーの証明書、デフォルトの証明書、サーバーが自身の名前として認識している名前の証明書であることがよくあります。',
        side: '複数の証明書を持つサーバーは、クライアントが送る名前である SNI によって証明書を選びます。この名前の証明書がなければ、デフォルトの証明書を提示します。',
        mend: '証明書に記載された名前を使ってください。\n  $ routes replace-host mail.example.com mx1.example.com\nまたは、ルートのホスト名で証明書を発行してもらってください。MX ルックアップがオンのとき、ここで照合するのは MX ホストの名前です(仮定: Google はどの名前を照合するかを公開していません)。',
        steps: installCertificate,
      },
      'common-name-only': {
        title: 'ホスト名がコモンネームにしかない',
        means:
          'サブジェクトのコモンネーム(CN)にはこのホスト名がありますが、subjectAltName にはありません。コモンネームは RFC 6125 と RFC 9525 以降は参照されません。現在の認証局は両方に記載します。',
        mend: 'ホスト名を subjectAltName に含めて、証明書を再発行してもらってください。',
        steps: installCertificate,
      },
    },
  },

  'certificate-expired': {
    title: '証明書パスに、判定日に有効でない証明書がある',
    means:
      'サーバー証明書からトラストアンカーまでの間に、判定日(今日、または --at で指定した日)が有効期間に入っていない証明書があります。',
    side: 'サーバーはその証明書を提示し続け、ログには何も残りません。ディスク上のファイルを更新しただけでは足りません。ほとんどのサーバーは、起動時かリロード時にしかファイルを読み込みません。',
    mend: `更新した証明書をチェーンとともにインストールし、サーバーをリロードしてください。${askProvider}`,
    steps: installCertificate,
    reasons: {
      leaf: {
        title: 'サーバー証明書の有効期限が切れている',
        means: '証明書が更新されていないか、更新されていてもサーバーが古い証明書を提示し続けています。',
        side: 'ディスク上の証明書と、実際に提示される証明書を比較してください。\n  $ routes test-tls --host mx1.example.com --expect fullchain.pem',
        mend: '証明書を更新してインストールし、サーバーをリロードしてください。以後は、更新時にインストールとリロードも自動で行われるようにしておいてください(certbot: --deploy-hook)。',
        steps: installCertificate,
      },
      intermediate: {
        title: '中間証明書の有効期限が切れている',
        means:
          '送られてくるチェーンに有効期限の切れた認証局の証明書があり、ほかに使える証明書パスもありません。',
        mend: `認証局が現在配布しているチェーンを使ってください。${fullChain}`,
        steps: installCertificate,
      },
      anchor: {
        title: 'トラストアンカーの有効期限が切れている',
        means:
          '証明書パスの終端にあるルート証明書の有効期限が切れており、期限内のルート証明書に至る別の証明書パスもありません。',
        mend: '現行の認証局から証明書を発行してもらってください。--trust に独自のファイルを指定している場合は、新しいルート証明書をそのファイルに追加してください。',
        steps: installCertificate,
      },
      'not-yet-valid': {
        title: '有効期間前の証明書がある',
        means: '有効期間の開始日が判定日より後です。',
        side: '証明書を作成したマシンの時計がずれている可能性があります。このマシンの時計がずれている可能性もあります。',
        mend: '開始日まで待つか、現在有効な証明書をインストールしてください。切り替えの前には、切り替え当日を判定日にしてテストしてください。\n  $ routes test-tls inbound --at 2026-11-01',
        steps: installCertificate,
      },
    },
  },

  'certificate-not-trusted': {
    title: '信頼できるルート証明書に至る証明書パスがない',
    means:
      'サーバーが送るチェーンがトラストアンカーに到達しません。証明書を保証する認証局がないか、信頼されていない認証局が保証しているか、途中の証明書が欠けています。「CA 署名済み証明書を使用する」がオンの場合、Gmail はメールを返送することになります。自己署名証明書に対して Gmail は「証明書がホストと一致しない」と表示するという報告があるため、名前を調べる前にこちらを確認してください。',
    side: 'サーバー側では何も検知されません。ハンドシェイクは完了し、その後でクライアントが切断します。サーバーが送る証明書と、証明書パスが途切れる箇所は次のコマンドで確認できます。\n  $ routes test-tls --host mx1.example.com --explain',
    mend: `${fullChain}証明書は、公的に信頼されている認証局のものでなければなりません。インストールする前に、その結果を確認できます。\n  $ routes rehearse inbound --cert fullchain.pem\n${askProvider}${leaveOn}`,
    steps: installCertificate,
    reasons: {
      'self-signed': {
        title: '証明書が自己署名である',
        means:
          '証明書が自身の鍵で署名されており、保証する認証局がありません。メールサーバーは、インストール時にこのような証明書を作成します(Debian: ssl-cert-snakeoil.pem、Exchange: サーバーと同じ名前の証明書)。',
        side: 'このポートに別の証明書が設定されていないか、設定された証明書を読み込めなかったため、サーバーはデフォルトの証明書を提示しています。',
        mend: 'このホスト名が記載された証明書を、公的に信頼されている認証局から取得してインストールしてください。',
        steps: installCertificate,
      },
      'untrusted-anchor': {
        title: 'チェーンの終端が信頼されていないルート証明書である',
        means:
          'チェーンは完全で、ルート証明書で終わっていますが、そのルート証明書は信頼対象に含まれていません。社内の認証局、テスト用の認証局、またはすでに信頼されなくなった認証局のものです。',
        side: '社内のクライアントはそのルート証明書を信頼しているため、社内ではすべて正常に動作します。',
        mend: '公的に信頼されている認証局から証明書を取得してインストールしてください。独自のルート証明書によるチェーンも併せてテストするには、2 番目に指定します。判定を決めるのは最初のリストです。\n  $ routes test-tls inbound --trust mozilla --trust corporate.pem',
        steps: installCertificate,
      },
      'missing-intermediate': {
        title: 'サーバー証明書とルート証明書の間の証明書が送られていない',
        means:
          'サーバーは自身の証明書を送りますが、それに署名した認証局の証明書を送りません(または、その認証局がどこからも信頼されていません)。ブラウザはそのような証明書を取得したり記憶したりするため、ブラウザでは正常に見えます。Gmail が取得するかどうかは公開されておらず、ここでは取得しないと仮定しています。別のトラストストアがその認証局をルートとして持つ場合は、足りない証明書はなく、最初のトラストストアがそのルートを信頼していないだけです(説明文に示されます)。',
        side: 'fullchain.pem を指定すべきところに cert.pem が指定されたか、PFX または中間証明書のストアに認証局のファイルが入っていません。',
        mend: `${fullChain}認証局のファイルが手元にあれば、正しいファイルを作成できます。\n  $ routes rehearse inbound --cert a.pem --intermediates ca.pem --write b.pem`,
        steps: installCertificate,
      },
    },
  },

  'expires-soon': {
    title: '証明書パスに、まもなく有効期限が切れる証明書がある',
    means:
      '警告です。残りの日数が --min-days(デフォルトは 14)を下回っています。有効期間が 42 日未満の証明書では、残りが有効期間の 3 分の 1 を下回っています。期限を過ぎると、ルートのメールは返送されることになります。',
    side: 'ログには何も残りません。更新が自動化されている場合は、更新されなかった理由を調べてください。更新処理のログ、タイマー、インストールとリロードを行うフックを確認します。',
    mend: '証明書を更新し、インストールして、リロードしてください。より早く警告を出すには、次のように設定します。\n  $ routes config set minDays 30',
    steps: installCertificate,
    reasons: {
      leaf: {
        title: 'サーバー証明書',
        means: '証明書パスの中で最初に有効期限を迎えます。',
        steps: installCertificate,
      },
      intermediate: {
        title: '中間証明書',
        means:
          '認証局の証明書が、サーバー証明書より先に有効期限を迎えます。サーバー証明書と併せてチェーンも更新する必要があります。',
        mend: '認証局が現在配布しているチェーンを使ってください。',
        steps: installCertificate,
      },
      anchor: {
        title: 'トラストアンカー',
        means:
          'ルート証明書が最初に有効期限を迎えます。認証局に新しいルート証明書がなければ、別の認証局から証明書を取得する必要があります。',
        mend: '新しいルート証明書に至るチェーンを認証局に求めてください。--trust に独自のファイルを指定している場合は、そのルート証明書を追加してください。',
      },
    },
  },

  'expectation-mismatch': {
    title: '想定したものとは別の証明書が提示されている',
    means:
      '--expect を指定すると、すべての接続先で、提示される証明書をファイルと比較します。一致しなければ不合格で、終了コードは 1 です。Gmail がどう動作するかは、これとは別に示されます。',
    side: '同じ名前の背後にある複数のサーバーのうち 1 台がリロードされていないか、ロードバランサーが自身の証明書を提示しています。',
    mend: '指摘に示されたアドレスのサーバーに、想定した証明書をインストールし、リロードしてください。確認するには次を実行します。\n  $ routes test-tls inbound --expect fullchain.pem',
    steps: installCertificate,
    reasons: {
      'other-leaf': {
        title: '別の証明書が提示されている',
        means: 'フィンガープリントが異なります。古い証明書か、別のサーバーの証明書です。',
        side: 'ファイルを置き換えても、サーバーが読み込み直すまでは反映されません。',
        steps: installCertificate,
      },
      'nothing-served': {
        title: '証明書を確認できなかった',
        means:
          'テストは証明書を受け取るところまで進みませんでした。理由は、そのアドレスのほかの指摘に示されています。',
        steps: installCertificate,
      },
    },
  },

  'chain-remark': {
    title: 'チェーンは機能するが、整っていない',
    means:
      '警告と参考です。証明書パスの検証には成功しているため、いずれも不合格にはなりません。ただし、古い送信側や厳格な送信側では問題になることがあります。',
    side: 'ログには何も残りません。サーバーが送る証明書とその順序は次のコマンドで確認できます。\n  $ routes test-tls --host mx1.example.com --explain',
    mend: `${fullChain}整えたファイルは次のコマンドで作成できます。\n  $ routes rehearse inbound --cert chain.pem --write tidy.pem`,
    steps: installCertificate,
    reasons: {
      'extra-certificate': {
        title: 'どの証明書パスにも必要のない証明書がある',
        means: '接続のたびに少しずつ負担になり、何の役にも立ちません。',
        mend: 'チェーンから外してください。',
      },
      'anchor-sent': {
        title: 'ルート証明書まで送られている',
        means: '送信側は手元にあるルート証明書だけを信頼します。',
        mend: 'チェーンから外してください。',
      },
      'wrong-order': {
        title: '証明書の順序が正しくない',
        means:
          '各証明書は、それに署名した証明書の直前に置く必要があります(TLS 1.2、RFC 5246 7.4.2)。ほとんどの送信側は並べ替えますが、古いものは並べ替えません。',
        mend: '正しい順序に並べてください。\n  $ routes rehearse inbound --cert chain.pem --write tidy.pem',
        steps: installCertificate,
      },
      duplicate: {
        title: '同じ証明書が重複している',
        means: 'サーバー証明書が、証明書のファイルとチェーンのファイルの両方に入っていることがよくあります。',
        mend: '一方をチェーンから外してください。',
        steps: installCertificate,
      },
      'leaf-not-first': {
        title: 'ファイルの先頭がサーバー証明書ではない',
        means:
          'リハーサルでの指摘です。サーバーはファイルの先頭の証明書を自身の証明書とみなし、それに秘密鍵が対応していなければ、多くのサーバーは起動しません。',
        mend: 'サーバー証明書を先頭に置いてください。\n  $ routes rehearse inbound --cert chain.pem --write tidy.pem',
        steps: installCertificate,
      },
      'intermediate-not-sent': {
        title: '検証できるのは、--trust のファイルに中間証明書があるためにすぎない',
        means:
          '中間証明書が送られていません。証明書パスが成り立つのは、--trust で指定したファイルに中間証明書が入っているためです。ルート証明書だけを信頼する相手では成り立ちません。',
        mend: fullChain,
        steps: installCertificate,
      },
      'key-identifiers': {
        title: '証明書と発行者の鍵識別子が一致しない',
        means:
          '警告です。RFC 5280 では鍵識別子は発行者を探す手がかりにすぎないため、証明書パスは有効です。ただし OpenSSL は発行者を見つけられず、OpenSSL を使う多くの送信側も同じです。OpenSSL が判定しなかった場合に表示されます。',
        mend: '証明書を再発行してもらってください。発行する側は、認証局の subjectKeyIdentifier を authorityKeyIdentifier に写す必要があります。',
      },
    },
  },
};
