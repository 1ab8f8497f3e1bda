// Japanese: findings about certificates, the path and the name. Of the four remedies of the console's page (R15) only
// those that fit the cause are named, boxes last. Texts in `data` come escaped.

import type { certificateFindings as pattern } from '../en/certificate-findings.ts';
import { type Data, day, note, type Say } from '../parts.ts';
import { boxes, days, list, newCertificate, of, provider } from './finding-parts.ts';
import { repairRemedy } from './rehearse.ts';
import { ruleText } from './rules.ts';

const leaf = 'サーバー証明書';
const intermediate = '中間証明書';
const anchor = 'トラストアンカー';

const expired = (what: string): Say => ({
  message: (data) =>
    `${what}${data.subject ? ` "${data.subject}" ` : ''}の有効期限が ${day(data.notAfter)} に切れています`,
  remedies: () =>
    what === leaf
      ? ['証明書を更新し、新しい証明書をチェーンとともにインストールしてください', provider, boxes.ca]
      : [
          '認証局が現在配布しているチェーンを、有効期限切れの証明書を除いてインストールしてください',
          provider,
          boxes.ca,
        ],
});

const soon = (what: string): Say => ({
  message: (data) =>
    `${what} "${data.subject}" の有効期限は ${day(data.notAfter)} です(判定日から残り ${days(data.daysLeft)}、有効期間の残り ${data.percentLeft}%)`,
  remedies: () => ['その日までに更新してください。更新しないと、このルートのメールが返送され始めます'],
});

/** Something against a certificate or a path, with the engine's own phrase and the rule behind it. */
const chainFault = (
  message: (data: Data) => string,
  remedy = newCertificate,
  before: (data: Data) => string | null = () => null,
): Say => ({
  message: (data) =>
    `${message(data)}${data.what ? `: ${ruleText(String(data.what))}` : ''}${data.rule ? `(${data.rule})` : ''}`,
  remedies: (data) =>
    data.underPrivateTrust
      ? ['独自の認証局はこの規則に縛られません。公的な認証局は縛られます']
      : [before(data), remedy, provider, boxes.ca],
});

/** Under MX lookup: that the certificate would be for the domain typed. */
const othersOf = (data: Data): string =>
  Array.isArray(data.others) && data.others.length > 0
    ? `。入力されたドメイン ${list(data.others)} には一致しますが、検証するのは MX ホストの名前です(仮定: どちらの名前で検証するかを Google は公開していません)`
    : '';

const suffixOf = (data: Data): string =>
  data.suffixWildcard
    ? `。ただし ${data.suffixWildcard} はパブリックサフィックス全体を指すため、どのホストにも一致しません(BR 3.2.2.6)`
    : '';

/** OpenSSL finds no issuer on the only path there is. */
const isIssuerless = (data: Data): boolean =>
  data.onlyPath === true && /^UNABLE_TO_/.test(String(data.error));

/** R15: a name that is on the certificate; null where none could be typed. */
const useAnother = (data: Data): string | null => {
  const usable = (data.usableNames as string[] | undefined) ?? [];
  if (usable.length === 0) return null;
  return data.mx
    ? `MX レコードに、証明書に記載されたホストを指定してください: ${list(usable)}`
    : `証明書に記載されたホスト名を使ってください: ${list(usable)}`;
};

/** Subjects of certificates; one that cannot be read has none. */
const subjectsOf = (data: Data): string =>
  list((data.subjects as (string | null)[]).map((subject) => subject ?? '読み取れない証明書'));

const publiclyTrusted = '公的に信頼されている認証局の証明書をインストールしてください';

/** Which certificate the missing one signed, where that is not the server's own. */
const signedBy = (data: Data): string => (data.isLeaf ? '' : `、"${data.subject}" に署名した`);

/** Where something is sent that nobody can read: the missing certificate may be there. */
const unreadableOf = (data: Data): string =>
  Array.isArray(data.unreadable)
    ? `。なお、チェーンの証明書 ${list(data.unreadable.map(String))} は読み取れません`
    : '';

const fullChain = (data: Data): string[] => {
  const isSomewhere = Array.isArray(data.caIssuers) && data.caIssuers.length > 0;
  const where = isSomewhere ? `。証明書に記載された中間証明書の入手先: ${list(data.caIssuers, 2)}` : '';
  if (data.isLeaf)
    return [
      `完全なチェーンをインストールしてください: サーバー証明書、中間証明書 "${data.issuer}" の順${where}`,
    ];
  return [
    `"${data.issuer}" が公的な認証局のものであれば、"${data.subject}" の後に続けて送信してください${where}`,
    publiclyTrusted,
  ];
};

const repairedOr = (data: Data, others: string[]): string[] => {
  const repaired = repairRemedy(data);
  return repaired === null ? others : [repaired];
};

export const certificateFindings: Record<keyof typeof pattern, Say> = {
  'certificate-host-mismatch/no-names': {
    message: (data) =>
      data.unreadable
        ? `証明書を読み取れないため、${data.reference} の証明書とは認められません`
        : `証明書にホスト名が 1 つも記載されていないため、${data.reference} の証明書とは認められません`,
    remedies: () => [newCertificate, provider, boxes.hostname],
  },
  'certificate-host-mismatch/other-names': {
    message: (data) =>
      `証明書が ${data.reference} に一致しません。証明書に記載された名前: ${list(data.names)}${suffixOf(data)}${othersOf(data)}`,
    remedies: (data) => [useAnother(data), newCertificate, provider, boxes.hostname],
  },
  'certificate-host-mismatch/common-name-only': {
    message: (data) =>
      `${data.reference} はコモンネーム(CN)にしか記載されていません。CN を参照する送信側はもうありません。subjectAltName に記載された名前: ${list(data.names)}${othersOf(data)}`,
    remedies: (data) => [
      useAnother(data),
      'このホストを subjectAltName に含めて証明書を再発行してもらってください',
      provider,
      boxes.hostname,
    ],
  },
  'certificate-expired/leaf': expired(leaf),
  'certificate-expired/intermediate': expired(intermediate),
  'certificate-expired/anchor': expired(anchor),
  'certificate-expired/not-yet-valid': {
    message: (data) => `${of(data)}はまだ有効期間前です(${data.notBefore} から有効)`,
    remedies: () => [
      'その時まで待つか、現在有効な証明書をインストールしてください。証明書を作成したマシンの時計も確認してください',
      boxes.ca,
    ],
  },
  'certificate-not-trusted/self-signed': {
    message: (data) =>
      `証明書が自己署名です。"${data.subject}" を保証する認証局がありません(この場合、Gmail は証明書がホストと一致しないと表示するとの報告があります)`,
    remedies: () => [newCertificate, provider, boxes.ca],
  },
  'certificate-not-trusted/untrusted-anchor': {
    message: (data) =>
      `チェーンの終端 "${data.subject}" は、信頼するルート証明書(${data.trust})に含まれていません`,
    remedies: (data) => [repairRemedy(data), publiclyTrusted, provider, boxes.ca],
  },
  'certificate-not-trusted/missing-intermediate': {
    message: (data) =>
      data.trustedBy
        ? `チェーンはルート証明書 "${data.issuer}" につながりますが、信頼するルート証明書(${data.trust})に含まれていません(${data.trustedBy} には含まれています)`
        : data.isCircle
          ? `チェーンが循環しています。"${data.issuer}" と "${data.subject}" は互いに保証し合っているだけで、信頼するルート証明書(${data.trust})につながりません`
          : data.repair
            ? `サーバーが${signedBy(data)} "${data.issuer}" の証明書を送信していません${unreadableOf(data)}`
            : `サーバーが${signedBy(data)} "${data.issuer}" の証明書を送信していないか、この認証局が誰からも信頼されていません(${data.trust})${unreadableOf(data)}`,
    remedies: (data) => [
      ...(data.trustedBy || data.isCircle ? [publiclyTrusted] : repairedOr(data, fullChain(data))),
      provider,
      boxes.ca,
    ],
  },
  'validation-failure/weak-key': chainFault(
    (data) => `${of(data)}の鍵は強度が不足しています`,
    'より強い鍵で証明書を発行してもらってください: 2048 ビット以上の RSA または P-256',
  ),
  'validation-failure/weak-signature': chainFault((data) => `${of(data)}の署名方式は安全ではありません`),
  'validation-failure/not-a-server-certificate': chainFault(
    (data) => `${of(data)}はサーバー用には使用できません`,
  ),
  'validation-failure/name-constraint': {
    message: (data) =>
      `認証局 "${data.constrainedBy}" は ${data.name} を保証できません。名前制約(name constraints)が${
        data.what === 'excluded'
          ? `、${data.constraint} を除外しています`
          : data.what === 'not-permitted'
            ? `許可するのは、${data.constraint} のような名前だけです`
            : '、解釈できない種類のものです'
      }(${data.rule})`,
    remedies: () => [newCertificate, provider, boxes.ca],
  },
  'validation-failure/path-length': {
    message: (data) =>
      `チェーンが長すぎます。${of(data)}が下位に許す中間証明書は ${data.limit} 件までですが、${data.count} 件あります(${data.rule})`,
    remedies: () => [newCertificate, provider, boxes.ca],
  },
  'validation-failure/not-a-ca': chainFault(
    (data) => `${of(data)}は、権限がないのに別の証明書に署名しています`,
  ),
  'validation-failure/bad-signature': chainFault(
    (data) => `${of(data)}の署名が正しくありません`,
    newCertificate,
    (data) =>
      data.isByName
        ? `"${data.issuer}" が同じ名前のまま新しい鍵で作り直されている場合は、この証明書を保証する新しい証明書を送信してください`
        : null,
  ),
  'validation-failure/critical-extension': chainFault(
    (data) => `${of(data)}には、解釈できない側が証明書を拒否しなければならない拡張(critical)があります`,
  ),
  'validation-failure/malformed': chainFault((data) => `${of(data)}は形式の規則に違反しています`),
  'validation-failure/web-pki-policy': chainFault(
    (data) => `${of(data)}は公的な Web PKI の規則に違反しています`,
  ),
  'validation-failure/policy': chainFault(() => 'チェーンの証明書ポリシーがこの用途を許可していません'),
  'validation-failure/too-complex': chainFault(() => 'チェーンが複雑すぎるため判定できません'),
  'validation-failure/key-mismatch': {
    message: () => '鍵が証明書に対応していません。この組み合わせではサーバーを起動することもできません',
    remedies: () => ['この証明書の発行を申請したときの鍵を使ってください'],
  },
  'validation-failure/no-certificate': {
    message: () => 'サーバーが証明書を提示しませんでした',
    remedies: () => [newCertificate, boxes.ca],
  },
  'validation-failure/chain-too-large': {
    message: (data) =>
      `サーバーが送信する証明書の量が、送信側の受け入れる上限を超えています${data.octets ? `: ${data.octets} オクテット(OpenSSL の上限は 102400)` : ''}`,
    remedies: () => ['サーバー証明書とその中間証明書だけを送信してください'],
  },
  'judges-disagree/openssl-refuses': {
    message: (data) =>
      `トラストアンカーへの証明書パスはありますが、OpenSSL が${isIssuerless(data) ? '発行者を見つけられず' : ''}拒否します(${data.error})`,
    remedies: (data) => [
      Array.isArray(data.rivals)
        ? `証明書パスにない証明書をチェーンから外してください: ${list(data.rivals)}。OpenSSL はそちらをたどった可能性があります`
        : null,
      isIssuerless(data)
        ? '証明書を再発行してもらってください。発行者と証明書とで鍵識別子または名前が一致していない可能性があります'
        : '証明書について発行元の認証局に確認してください。OpenSSL を使う送信側は拒否します',
      boxes.ca,
    ],
  },
  'judges-disagree/openssl-refuses-other-path': {
    message: (data) =>
      `別の証明書パスでは有効ですが、OpenSSL を使う送信側は拒否することがあります(${data.error})`,
    remedies: () => [
      'トラストアンカーにつながらない証明書と有効期限切れの証明書を、チェーンから外してください',
    ],
  },
  'judges-disagree/openssl-accepts': note('OpenSSL だけであれば、このチェーンを受け入れていました'),
  'one-judge/another-day': {
    message: (data) =>
      `routes だけで判定しました。もう一方の判定役の OpenSSL は今日の日付でしか判定できず、${day(data.at)} 時点では判定できません`,
  },
  'one-judge/no-handshake': {
    message: () =>
      'routes だけで判定しました。もう一方の判定役の OpenSSL は、完了したハンドシェイクがないと判定できません',
  },
  'chain-remark/extra-certificate': {
    message: (data) => `どの証明書パスにも不要な証明書を送信しています: ${subjectsOf(data)}`,
    remedies: () => ['チェーンから外してください。接続のたびにわずかながら負担になります'],
  },
  'chain-remark/key-identifiers': {
    message: (data) =>
      `"${data.subject}" に記載された発行者の鍵識別子が、発行者 "${data.issuer}" のものと異なります。OpenSSL を使う送信側は発行者を見つけられません`,
    remedies: () => ['発行者の鍵識別子を正しく記載した証明書を再発行してもらってください'],
  },
  'chain-remark/anchor-sent': {
    message: (data) => `トラストアンカーまで送信しています: ${list(data.subjects)}`,
    remedies: () => ['チェーンから外してください。送信側は自分のものを持っています'],
  },
  'chain-remark/wrong-order': {
    message: () => '証明書を誤った順序で送信しています',
    remedies: (data) => [
      repairRemedy(data) ??
        '各証明書を、それに署名した証明書の直前に置いてください。古い送信側はこの順序でないと受け付けません',
    ],
  },
  'chain-remark/leaf-not-first': {
    message: (data) =>
      `サーバー証明書がファイルの ${Number(data.position) + 1} 番目にあります。サーバーは先頭の証明書を自分のものとして扱い、このようなファイルでは起動しないものも多くあります`,
    remedies: (data) => [repairRemedy(data) ?? 'サーバー証明書を先頭に置いてください'],
  },
  'chain-remark/intermediate-not-sent': {
    message: (data) =>
      `検証に成功するのは、送信されていない ${list(data.subjects)} がトラストストアにあるからにすぎません。ルート証明書だけを信頼する相手では検証できません`,
    remedies: (data) => [repairRemedy(data)],
  },
  'chain-remark/duplicate': {
    message: (data) => `同じ証明書を重複して送信しています: ${subjectsOf(data)}`,
  },
  'expires-soon/leaf': soon(leaf),
  'expires-soon/intermediate': soon(intermediate),
  'expires-soon/anchor': soon(anchor),
  'expectation-mismatch/other-leaf': {
    message: (data) => `想定と異なる証明書が提示されています: ${data.served}。想定: ${data.expected}`,
    remedies: () => ['想定した証明書をこのサーバーにインストールし、リロードしてください'],
  },
  'expectation-mismatch/nothing-served': {
    message: (data) => `証明書が提示されませんでした。想定: ${data.expected}`,
    remedies: () => ['想定した証明書をこのサーバーにインストールし、TLS を有効にしてください'],
  },
};
