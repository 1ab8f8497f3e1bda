// Japanese: the path engine's own phrases on what is against a certificate. They are data, in English, and stand in
// JSON beside the rule; what has no words here (the reader of DER, deep inside) is quoted as it is.

const phrases: Readonly<Record<string, string>> = {
  'a BIT STRING with trailing zero bits': '末尾に余分な 0 ビットのある BIT STRING',
  'a DNS name that is no host name': 'ホスト名ではない DNS 名',
  'a DNS name that is not ASCII': 'ASCII ではない DNS 名',
  'a DNS name with a space or control character': '空白または制御文字を含む DNS 名',
  'a DSA key': 'DSA の鍵',
  'a PrintableString with other characters': '使用できない文字を含む PrintableString',
  'a date before 2050 as GeneralizedTime': 'GeneralizedTime で書かれた 2050 年より前の日付',
  'a name that is not ASCII': 'ASCII ではない名前',
  'a point that does not fit its curve': '曲線に合わない点',
  'a unique identifier': '一意識別子(uniqueIdentifier)',
  'a wildcard that is not the left-most label': '左端以外のラベルにあるワイルドカード',
  'an ASCII string with other characters': 'ASCII 以外の文字を含む ASCII 文字列',
  'an Edwards curve key of a bad length': '長さが正しくないエドワーズ曲線の鍵',
  'an Edwards curve key with parameters': 'パラメータの付いたエドワーズ曲線の鍵',
  'an RSA exponent that is even or too small': '偶数または小さすぎる RSA の指数',
  'an RSA key for RSASSA-PSS alone': 'RSASSA-PSS 専用の RSA の鍵',
  'an RSA key whose parameters are not NULL': 'パラメータが NULL ではない RSA の鍵',
  'an RSA key with a negative number': '負の数を含む RSA の鍵',
  'an address of a bad length': '長さが正しくないアドレス',
  'an address stored as DNS name': 'DNS 名として書かれたアドレス',
  'an elliptic curve that is not a named one': '名前のない楕円曲線',
  'an unknown field': '未知のフィールド',
  'basicConstraints encodes cA FALSE': 'basicConstraints に cA FALSE が書かれている',
  'bytes after the extensions': '拡張の後ろにある余分なバイト',
  'the issuer is empty': '発行者が空',
  'the search for a path was given up at its bound': '証明書パスの探索を上限で打ち切り',
  'the serial number is longer than 20 octets': 'シリアル番号が 20 オクテットを超えている',
  'the serial number is negative': 'シリアル番号が負の数',
  'the serial number is zero': 'シリアル番号が 0',
  'the two signature algorithms differ': '2 か所の署名アルゴリズムが異なる',
  'too many names and name constraints': '名前と名前制約が多すぎる',
  'valid under no policy, though one is required': '必須のポリシーのどれにも該当しない',
  'version 1 is encoded': 'バージョン 1 が明示されている',
  'larger than 1 MiB': '1 MiB を超えている',
};

const patterns: readonly (readonly [RegExp, string])[] = [
  [/^RSA of (\d+) bits, not whole octets$/, '$1 ビットの RSA(オクテット単位ではない)'],
  [/^RSA of (\d+) bits$/, '$1 ビットの RSA'],
  [/^a key of unknown algorithm (.+)$/, '未知のアルゴリズム $1 の鍵'],
  [
    /^allows (\d+) intermediates below it, there are (\d+)$/,
    'この証明書より下に許される中間証明書は $1 件だが、$2 件ある',
  ],
  [/^curve (.+)$/, '曲線 $1'],
  [/^extension (.+) encodes critical FALSE$/, '拡張 $1 に critical FALSE が書かれている'],
  [/^extension (.+) is there twice$/, '拡張 $1 が 2 回ある'],
  [/^extensions in version (\d+)$/, 'バージョン $1 の証明書に拡張がある'],
  [/^(.+) whose parameters are not NULL$/, 'パラメータが NULL ではない $1'],
  [/^(.+) with parameters$/, 'パラメータの付いた $1'],
  [/^version (\d+)$/, 'バージョン $1'],
];

/** A phrase of the path engine. */
export function ruleText(phrase: string): string {
  const whole = phrases[phrase];
  if (whole !== undefined) return whole;
  const pattern = patterns.find(([form]) => form.test(phrase));
  return pattern === undefined ? phrase : phrase.replace(pattern[0], pattern[1]);
}
