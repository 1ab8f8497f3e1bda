// Japanese: topics of findings about the rules of paths and certificates, and of the two judges.

import type { validationTopics as pattern } from '../../en/topics/validation.ts';
import { installCertificate } from './mail-servers.ts';
import { handshakeReasons } from './starttls.ts';

const issueAgain =
  '公的に信頼されている認証局に証明書を再発行してもらい、チェーンとともにインストールしてください。';
const onlyOwn = 'サーバー証明書とその中間証明書だけを送信してください。';

const broken = (title: string, means: string, mend = issueAgain) => ({
  title,
  means,
  mend,
  steps: installCertificate,
});

export const validationTopics: typeof pattern = {
  'validation-failure': {
    title: '証明書、証明書パス、またはハンドシェイクが規則に違反している',
    means:
      '名前の不一致でも、日付の問題でも、信頼の欠如でもない問題すべてです。弱すぎる鍵と署名、使い方が用途に合わない証明書、途中で失敗するハンドシェイクが該当します。問題の証明書と規則は、指摘に示されています。',
    side: '証明書が拒否されても、サーバー側では何も検知されません。失敗したハンドシェイクはサーバーのログに残ります。証明書パスと、それが途切れる箇所は次のコマンドで確認できます。\n  $ routes test-tls --host mx1.example.com --explain',
    mend: `${issueAgain}--trust に独自のファイルを指定した場合、公的な Web PKI の規則の一部は指摘にとどまり、不合格にはなりません: \`routes help trust\``,
    steps: installCertificate,
    reasons: {
      'weak-key': broken(
        '鍵の強度が不足している',
        '証明書パスに、2048 ビット未満の RSA、DSA、または鍵長の短い楕円曲線の鍵を使う証明書があります。--trust の指定にかかわらず拒否します。',
        '新しい鍵(2048 ビット以上の RSA、または P-256)を作成し、その鍵で証明書を発行してもらってください。',
      ),
      'weak-signature': broken(
        '署名方式が安全ではない',
        '証明書パスに、MD5 または SHA-1 で署名された証明書があります。--trust の指定にかかわらず拒否します。ルート証明書自体の署名は何の証明にもならないため、確認しません。',
      ),
      'not-a-server-certificate': broken(
        'サーバー用には使用できない証明書である',
        '拡張鍵用途(EKU)または鍵用途(Key Usage)にサーバーが含まれていません。クライアント用、メールの署名用、または認証局用に発行された証明書です。',
      ),
      'name-constraint': broken(
        '認証局がこの名前を保証できない',
        '証明書パス上の認証局が保証できる名前は制限されており、この名前はそこに含まれていません(RFC 5280 4.2.1.10)。',
        'この名前を保証できる認証局に証明書を発行してもらうか、その認証局が保証できる名前を使ってください。',
      ),
      'path-length': broken(
        '中間証明書が多すぎる',
        '証明書パス上の認証局が下位に許す認証局の数を、実際の数が超えています(RFC 5280 4.2.1.9)。',
      ),
      'not-a-ca': broken(
        '認証局ではない証明書で署名されている',
        '証明書パス上の証明書が、権限がないのに別の証明書に署名しています。認証局の証明書ではないか、証明書への署名を許可されていません。',
      ),
      'bad-signature': broken(
        '署名が正しくない',
        'この証明書は、その名前の発行者が署名したものではありません。ファイルが破損しているか、別の鍵を使っていた認証局の古い証明書が送信されています。',
        '証明書に付属していたチェーンを、変更せずにインストールしてください。',
      ),
      'critical-extension': broken(
        '解釈が必須の拡張を解釈できない',
        '証明書に、解釈できない側が証明書を拒否しなければならない拡張(critical)があります。',
      ),
      malformed: broken(
        '証明書が形式の規則に違反している',
        '証明書のエンコードに、RFC 5280 と DER の規定に従っていない箇所があります。寛容なプログラムは受け入れますが、厳格なプログラムは拒否します。',
      ),
      'web-pki-policy': broken(
        '公的な Web PKI の規則に違反している',
        '公的な認証局は、CA/Browser Forum の Baseline Requirements に従わなければなりません。違反している要件は、指摘に示されています。独自の認証局には適用されないため、--trust に独自のファイルを指定した場合は指摘にとどまり、不合格にはなりません。',
      ),
      policy: broken(
        '証明書ポリシーで許可されていない',
        '証明書パス上の認証局が求めるポリシーが、下位の証明書にありません(RFC 5280 6.1)。',
      ),
      'too-complex': broken(
        '複雑すぎるため判定できない',
        '証明書パスの探索を上限で打ち切りました。同じ名前の証明書が非常に多いか、鍵が極端に大きいか、名前制約(name constraints)が非常に多いためです。',
        onlyOwn,
      ),
      'no-certificate': broken(
        'サーバーが証明書を提示しなかった',
        'ハンドシェイクが証明書なしで行われたか、証明書が届く前に終了しました。',
        'サーバーに証明書を設定してください。',
      ),
      'chain-too-large': broken(
        '送信側が受け入れる上限を超える量の証明書がある',
        'チェーンが、TLS クライアントの許容する大きさを超えています。OpenSSL の上限は 102400 オクテットです。',
        `${onlyOwn}おそらく、ルート証明書のバンドル全体がチェーンとしてインストールされています。`,
      ),
      'key-mismatch': broken(
        '秘密鍵が証明書に対応していない',
        'リハーサルでの指摘です。秘密鍵と証明書が対応していないため、この組み合わせはどのサーバーでも使用できません。',
        'この証明書の発行を申請したときの秘密鍵を使うか、この秘密鍵に対して証明書を再発行してもらってください。\n  $ routes rehearse inbound --cert fullchain.pem --key privkey.pem',
      ),
      ...handshakeReasons,
    },
  },

  'judges-disagree': {
    title: 'OpenSSL と routes の判定が一致しない',
    means:
      'どのハンドシェイクも、2 つの判定役が確認します。CA(ca)の行は、routes 自身の証明書パス検証エンジン(RFC 5280)で決まります。もう一方の OpenSSL は、その判定を厳しくすることしかできません。',
    side: 'サーバーのログには何も残りません。',
    mend: '証明書パスと、その前に試したものは次のコマンドで確認できます。\n  $ routes test-tls --host mx1.example.com --explain',
    reasons: {
      'openssl-refuses': {
        title: '証明書パスはあるが、OpenSSL が拒否する',
        means:
          '不合格です。OpenSSL を使う送信側は、示された理由でこの証明書を拒否することになります。証明書パスが 1 つしかなく、OpenSSL がその上で発行者を見つけられない場合も同じです(多くは鍵識別子の不一致によるものです)。',
        mend: '証明書について、発行元の認証局に確認してください。',
        steps: installCertificate,
      },
      'openssl-refuses-other-path': {
        title: 'OpenSSL が試さない証明書パスで有効である',
        means:
          '警告です。OpenSSL は最初に見つかった合致する発行者を採用し、行き止まりになってもほかの発行者を試しません。行き止まりに導く証明書はサーバーが送信しているもので、ほとんどの場合、有効期限切れの証明書かクロス署名された証明書です。',
        mend: 'トラストアンカーにつながらない証明書と有効期限切れの証明書を、チェーンから外してください。',
        steps: installCertificate,
      },
      'openssl-accepts': {
        title: 'OpenSSL だけであれば受け入れていた',
        means:
          '不合格に添える参考です。OpenSSL のほうが確認する項目が少ないためです。有効なのは、その上に示された指摘です。',
      },
    },
  },

  'one-judge': {
    title: 'routes だけで判定した',
    means: '参考です。もう一方の判定役の OpenSSL には、判定の対象がありませんでした。',
    mend: '対処は不要です。',
    reasons: {
      'another-day': {
        title: 'OpenSSL は今日の日付でしか判定できない',
        means: '--at を指定すると別の日を判定日とするため、OpenSSL では判定しません。',
      },
      'no-handshake': {
        title: '完了したハンドシェイクがない',
        means:
          '秘密鍵を指定しないリハーサルと、ハンドシェイクが途中で失敗した場合です。秘密鍵を指定すると、OpenSSL でも判定します。\n  $ routes rehearse inbound --cert fullchain.pem --key privkey.pem',
      },
    },
  },
};
