// Japanese: a rehearsal, the path drawn by --explain, chains repaired, and certificate files that are something else.
// Names and texts come escaped; `shell` is a file's name as a person would type it.

import type { CertificateFileProblem, KeyFileProblem, rehearse as pattern } from '../en/rehearse.ts';
import { chainToSend, type Data, type FileSaying, fileSayings, type Places, placeIn } from '../parts.ts';

const says = (is: string, hint: string): FileSaying => ({ is, hint });
const convert = (command: string, note = ''): string => `PEM に変換するコマンド${note}: ${command}`;
const pemNeeded = 'PEM 証明書のファイルを指定してください';
const askCa = (command: string): string =>
  `認証局に送付し、発行された証明書のファイルを指定してください。CSR の内容を表示するコマンド: ${command}`;

/** What a file is that was to hold certificates in PEM, and the way to what is needed. */
const certificateFiles: Record<CertificateFileProblem, (data: Data) => FileSaying> = {
  empty: () => says('ファイルが空です', pemNeeded),
  'no-certificate': () => says('証明書が含まれていません', pemNeeded),
  'private-key': () =>
    says(
      '秘密鍵だけのファイルです',
      'この鍵に対して発行された証明書のファイルを指定してください。鍵は --key で指定します',
    ),
  'public-key': () => says('公開鍵だけのファイルです', 'この鍵に対応する証明書のファイルを指定してください'),
  request: ({ shell }) => says('証明書署名要求(CSR)です', askCa(`openssl req -in ${shell} -noout -text`)),
  'request-der': ({ shell }) =>
    says('DER 形式の証明書署名要求(CSR)です', askCa(`openssl req -inform der -in ${shell} -noout -text`)),
  'revocation-list': () => says('証明書失効リスト(CRL)です', 'サーバーの証明書のファイルを指定してください'),
  der: ({ shell }) =>
    says('DER 形式の証明書です', convert(`openssl x509 -inform der -in ${shell} -out certificate.pem`)),
  pkcs7: ({ shell }) =>
    says('PKCS#7 バンドルです', convert(`openssl pkcs7 -print_certs -in ${shell} -out chain.pem`)),
  'pkcs7-der': ({ shell }) =>
    says(
      'DER 形式の PKCS#7 バンドルです',
      convert(`openssl pkcs7 -inform der -print_certs -in ${shell} -out chain.pem`),
    ),
  pkcs12: ({ shell }) =>
    says(
      'PKCS#12 バンドル(.p12、.pfx)です',
      convert(
        `openssl pkcs12 -in ${shell} -nokeys -out chain.pem`,
        '(古いソフトウェアで作成したファイルでは -legacy を追加)',
      ),
    ),
  'java-keystore': ({ shell }) =>
    says(
      'Java キーストアです',
      `PEM に変換するには、次の 2 つを順に実行してください: keytool -importkeystore -srckeystore ${shell} -destkeystore store.p12 -deststoretype pkcs12、続けて openssl pkcs12 -in store.p12 -nokeys -out chain.pem`,
    ),
  'utf-16': ({ shell }) =>
    says(
      'UTF-16 のテキストです',
      `UTF-16 を読み取れるサーバーはありません。UTF-8 に変換するコマンド: iconv -f utf-16 -t utf-8 ${shell} > chain.pem`,
    ),
  base64: ({ shell }) =>
    says(
      '前後の BEGIN / END 行がない Base64 の証明書です',
      convert(`openssl base64 -d -in ${shell} | openssl x509 -inform der -out certificate.pem`),
    ),
  'broken-certificate': ({ number }) =>
    says(
      number === undefined
        ? '証明書が途中で切れています'
        : `${number} 番目の証明書が途中で切れているか、破損しています`,
      'ファイルをコピーし直してください。"-----BEGIN" の行から "-----END" の行まで、両方の行を含めてください',
    ),
};

/** The same for a file that was to hold a private key. */
const keyFiles: Record<KeyFileProblem, (data: Data) => FileSaying> = {
  'no-key': () => says('秘密鍵が含まれていません', '鍵(PEM)のファイルを指定してください'),
  certificate: () =>
    says('証明書だけで、鍵がありません', '証明書は --cert で、鍵は --key で指定してください'),
  'encrypted-key': ({ shell }) =>
    says(
      '鍵が暗号化されています',
      `復号するコマンド(パスフレーズの入力が必要): openssl pkey -in ${shell} -out key.pem`,
    ),
  'der-key': ({ shell }) =>
    says('DER 形式の鍵です', convert(`openssl pkey -inform der -in ${shell} -out key.pem`)),
  'openssh-key': ({ shell }) =>
    says('OpenSSH 形式の鍵です', `PEM に書き換えるコマンド: ssh-keygen -p -m pem -f ${shell}`),
  'broken-key': () => says('鍵が途中で切れているか、破損しています', 'ファイルをコピーし直してください'),
};

/** What is wrong with a certificate or key file. */
export const fileSaying = fileSayings({ ...keyFiles, ...certificateFiles });

const places: Places = {
  file: (where) => `${where} 内`,
  address: (where) => `${where} が送信`,
  trust: (where) => `トラストストア ${where} 内`,
};

/** Where a certificate is that a chain lacks. */
const place = (source: string, where: string | null): string => placeIn(places, source, where);

/** The remedy that names the chain to send, where what it lacks is at hand; null where nothing is. */
export function repairRemedy(data: Data): string | null {
  const chain = chainToSend(data, places, (where) => `(${where})`);
  if (chain === null) return null;
  return `次のチェーンを、この順序で送信するようにしてください: ${chain}。\`routes rehearse --write\` でファイルに書き出せます`;
}

const explain: (typeof pattern)['explain'] = {
  title: (places) => {
    const shown = places.slice(0, 4).join(', ');
    return `証明書パス: ${shown}${places.length > 4 ? `、ほか ${places.length - 4} 件` : ''}`;
  },
  at: (host, address) => `${host}(${address})`,
  nothing: '証明書を確認できなかったため、図示できる証明書パスがありません',
  presented: '提示されたチェーン(サーバーの送信順)',
  inFile: '提示するチェーン(サーバー証明書が先頭、以降はファイル内の順)',
  by: (issuer) => `発行者 ${issuer}`,
  bySelf: '発行者は自分自身',
  until: (day) => `有効期限 ${day}`,
  notOnPath: '証明書パスでは不使用',
  chosen: (trust) => `${trust} による証明書パス`,
  nearest: (trust) => `${trust} では有効な証明書パスがありません。最も近いパスは次のとおりです`,
  none: (trust) => `${trust} では証明書パスがありません。署名をたどれるのは次のところまでです`,
  signedBy: '署名者:',
  sentAs: (position) => `(${position})`,
  anchor: 'トラストアンカー',
  tried: '先に試したパスと、途切れた箇所',
  more: (count) => `ほか ${count} 件。--json ですべてを出力`,
  trusts: '各トラストストアの判定',
  trusted: (trust, anchor) => `${trust}: 信頼できます(トラストアンカー: ${anchor})`,
  notTrusted: (trust, why) => `${trust}: 信頼できません${why === null ? '' : `: ${why}`}`,
  openSslAccepts: (trust) => `OpenSSL(${trust} を使用): 受け入れます`,
  openSslRefuses: (trust, error) => `OpenSSL(${trust} を使用): 拒否します(${error})`,
  repair: '送信すべきチェーン',
  place,
};

export const rehearse: typeof pattern = {
  explain,
  sentence: (file, sentence) => `すべてのサーバーが ${file} を提示した場合、${sentence}`,
  note: (file) =>
    `これはリハーサルです。すべてのサーバーが ${file} を提示するものとして判定しています。サーバーには接続しておらず、TLS に対応しているかどうかは判定に含まれません`,
  overwriteQuestion: (file) => `${file} はすでに存在します。上書きしますか?`,
  written: (file, count) => `${file} に証明書 ${count} 件を正しい順序で書き出しました`,
  notWritten: (file, cause) =>
    cause === null
      ? `${file} は書き出していません。手元の証明書を補っても、トラストアンカーに至るチェーンがありません。足りない証明書を --intermediates で指定してください`
      : `${file} は書き出していません。有効なチェーンになりません: ${cause}`,
  laterDay: '。後の日付で判定するには --at を指定してください',
  declined: (file) => `${file} は元のままです`,
};
