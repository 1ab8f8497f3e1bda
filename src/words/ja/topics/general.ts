// Japanese: the topics of `routes help` that are not about one finding. Plain text, 80 columns at most, by hand.

import type { general as pattern } from '../../en/topics/general.ts';

export const general: typeof pattern = {
  'exit-codes': `終了コード

  0    完了。テストでは、すべて合格、または警告あり
       (--strict では警告も不合格)
  1    テスト、検査、比較で不合格が見つかった
  2    実行できず: 使い方、設定、読み書きできないストア、無効なルート、
       存在しないルート名
  3    判定不能: 不合格はないが、判定できない点がある
  130  中断

接続できなかったサーバーは決して合格になりません。不合格のホストと判定不能の
ホストの両方があれば 1 です。check は、無効なルートがあれば 1、ストアを
読み取れなければ 2 です。add と edit の --test は、不合格なら 1 で何も保存
しません。--save-anyway では保存しますが、やはり 1 です。判定不能なら保存し、
3 です。

コマンドごとの終了コードは \`routes <command> --help\` で確認できます。
`,

  config: `設定と、その値の決まり方

次の順で、最初に値が見つかったものが使われます。

  1. フラグ                --store mail/routes.json
  2. 環境変数              ROUTES_STORE、ROUTES_MIN_DAYS など
  3. このフォルダから最上位のフォルダまで遡って最も近い設定ファイル:
     package.json("routes")、.routesrc、.routesrc.json、.routesrc.yaml、
     .config/routesrc など。または --config か ROUTES_CONFIG で指定したもの
  4. 個人の設定ファイル。個人用の設定フォルダにあります(Linux では
     ~/.config/routes/config.json または config.yaml)
  5. デフォルト値

設定ファイルは JSON または YAML のデータで、プログラムではありません。設定
ファイル内のパスは、そのファイルからの相対パスです。誤りがあれば、ファイル名、
行、使用できる値を表示します。

  $ routes config                      全設定の値とその出所
  $ routes config set minDays 30       個人の設定ファイルに書き込む
  $ routes config set trust mozilla,corporate.pem
  $ routes config get minDays          現在有効な値
  $ routes config unset minDays

  store           ストアのパス
  color           auto、always、never
  lang            en、ja(デフォルト: ロケール)
  actor           監査ログに残す変更者(デフォルト: user@host)
  lockWait        別の書き込みを待つ時間: 10s、1m
  trust           信頼するルート証明書: mozilla、system、PEM ファイル
                  (カンマ区切り)
  resolver        問い合わせ先の DNS サーバーのアドレス
  ehloName        EHLO で名乗る名前
  strict          true: 警告も不合格とする
  minDays         証明書の有効期限がこの日数以内に切れるなら警告する
  minLifetime     有効期間の残りがこの割合(%)未満なら警告する
  connectTimeout, greetingTimeout, commandTimeout, tlsTimeout, deadline
                  時間: 500ms、2s、1m
  concurrency     同時に行うテストの数
  retries         判定不能のアドレスを再試行する回数

設定ファイルの JSON Schema は \`routes schema config\`、このコマンドの書式は
\`routes config --help\` で確認できます。
`,

  json: `JSON

--json を付けると、どのコマンドも標準出力に JSON ドキュメントをちょうど 1 つ
出力します。失敗した場合も同じです。人が読むための行は標準エラー出力に出力し、
終了コードは変わりません。

  $ routes list --json                 { "version": 1, "routes": [ ... ] }
  $ routes show inbound --json         { "version": 1, "route": { ... }, ... }
  $ routes test-tls --json             レポート: 判定、各行の結果、指摘、
                                       証明書、応答、時間
  $ routes check --json                { "version": 1, "valid": true, ... }

エラーは { "version": 1, "error": { "code", "message", "hint", "details" } }
です。"code" は変わりません。"message" は人が読むためのもので、変わることがあり
ます。指摘も同様です。"message" ではなく "code" と "reason" を使ってください。

  $ routes schema report               test-tls のレポートの JSON Schema
  $ routes schema store                ストアのファイルの JSON Schema
  $ routes schema config               設定ファイルの JSON Schema

"version" が変わるのは、フィールドがなくなるか、その意味が変わるときだけです。
フィールドは随時追加されることがあります。日時は ISO 8601 形式の UTC です。
文章は英語です。
`,

  hosts: `ホスト

ホストは、DNS 名(推奨)または IP アドレスと、ポートで指定します。ポートは 25、
587、または 1024~65535 です。ポート 465 には対応していません。このポートは
暗黙の TLS(SMTPS)で、STARTTLS ではないためです。

  mx1.example.com          ポートの指定がないため 25
  mx1.example.com:587
  192.0.2.10:2525
  [2001:db8::1]:25         ポートを付けるとき、IPv6 アドレスは角かっこで囲む

ルートには、単一のホスト、またはプライマリ(1 行以上)とセカンダリの 2 つの
テーブルを指定します。負荷は整数の % で、テーブルごとの合計が 100 になるように
します。どの行にも負荷の指定がなければ、均等に分けます。

  $ routes add inbound --host mx1.example.com
  $ routes add inbound --primary mx1.example.com=60 --primary mx2.example.com=40
  $ routes edit inbound --secondary backup.example.net:587

MX ルックアップがオンなら、ホストはドメインで、メールはその MX レコードの
サーバーに送信されます。オフなら、ホストはサーバーです。MX があり、自身の
アドレスがないドメインでは、このチェックボックスをオンにする必要があります。
サーバーではオンにしないでください。

  $ routes add partner --host example.com --lookup-mx

まだ DNS にないサーバーは、アドレスを指定してテストします。送信する名前と、検証
する名前は変わりません。

  $ routes test-tls --host new.example.com --resolve new.example.com=192.0.2.10

プライベート アドレス、ループバック アドレス、リンクローカル アドレスはこの
マシンからテストできますが、Google からは到達できません。
`,

  trust: `信頼: どのルート証明書で判定するか

証明書からトラストアンカーまで証明書パスがつながれば、CA("ca")は合格です。
どのトラストアンカーを使うかは、--trust または設定の trust で選びます。

  mozilla     Mozilla のリスト。この Node に含まれているもの(デフォルト)
  system      このマシンのリスト
  file.pem    独自のもの。ファイル内のすべての証明書がトラストアンカーになる

仮定: Gmail がメールルートでどのルート証明書を受け入れるかを、Google は公開して
いません。Mozilla のリストはその代わりで、どのレポートにもその旨を記載します。
独自のファイルでしか合格しないものは、チェーンとしては正しくても、Gmail が信頼
するとは限りません。

リストは複数指定できます。最初のもので判定し、ほかの結果も併せて表示します。

  $ routes test-tls inbound --trust mozilla --trust system
  $ routes test-tls inbound --trust corporate.pem
  $ routes test-tls inbound --explain          証明書パスの図と、各リストの判定

足りない中間証明書も失効リストも、ダウンロードしません。NODE_EXTRA_CA_CERTS の
ファイルは使いません。使うには --trust で指定してください。

参照: \`routes help certificate-not-trusted\`、docs/trust.md
`,

  files: `ルートのファイル: import、export、apply

JSON、YAML、CSV に対応しています。どの形式でも、export して import すれば元と
同じになります。

  $ routes export routes.csv           形式はファイル名で決まる
  $ routes import new.csv --dry-run    変更内容を表示。書き込みはしない
  $ routes apply routes.yaml --check   ストアと一致しなければ終了コード 1

JSON と YAML はストアと同じ形(\`routes schema store\`)で、{ "version": 1,
"routes": [ ... ] } またはリストだけを書きます。省略した項目は既定値になります。

CSV は 1 行が 1 ルートで、1 行目に列名を書きます。列の順序は自由です。

  name                    1 行のテキスト
  host                    単一のホスト: mx1.example.com:587
  primary, secondary      テーブルのホスト。空白で区切る:
                          mx1.example.com:25=60 mx2.example.com:25=40
  lookupMx, requireTls, requireCa, verifyHostname
                          true または false
  note                    テキスト
  labels                  コンマで区切る
  consoleSetAt, consoleBy 管理コンソールで設定した日時と設定した人
  createdAt, updatedAt    日時: 2026-11-01T08:00:00Z

必須なのは name と、host または primary だけです。表計算ソフトが数式とみなす
おそれのあるテキストの先頭にはアポストロフィが付き、import が取り除きます。
\`routes export --format csv\` で、手元のルートを使った実例を確認できます。
`,

  verdicts: `判定

各ホストのアドレスごとに、次の 4 行を表示します。

  MX(mx)              MX レコードの指す先(MX ルックアップがオンでなければオフ)
  TLS(tls)            STARTTLS が提示され、ハンドシェイクが完了する
  CA(ca)              証明書からトラストアンカーまで証明書パスがつながる
  ホスト名(hostname)  証明書がこのホストのものである

  合格(pass)              チェックボックスの要求どおり
  不合格(fail)            チェックボックスの要求どおりではない
  オフ(off)               チェックボックスがオフ。オンならどうなるかも表示する
  判定不能(inconclusive)  判定の根拠を得られず。合格にも不合格にもしない

アドレスの判定は、その行と指摘のうち最も悪いものです。ホスト、テーブル、ルートの
判定は、それぞれの下位のうち最も悪いものです。悪い順に:

  不合格(fail)            このオプション設定では Gmail がメールを返送する
  判定不能(inconclusive)  このマシンからは判定できない
  警告あり(warn)          配信するが、確認すべき点がある
  合格(pass)              配信する

したがって、不合格は判定不能よりも優先されます。各指摘にはコードと理由があり、
根本原因を最初に表示します。意味と、Postfix、Exim、Exchange での対処方法は
\`routes help <code>\` で確認できます。

  $ routes help certificate-not-trusted
  $ routes help certificate-not-trusted/missing-intermediate

このマシンからのテストでわからないこと: ファイアウォールが Google をこのマシンと
区別して扱うかどうか、サーバーが自社のアドレス宛てのメールを受け入れるかどうか。
`,
};
