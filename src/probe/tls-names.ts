// The names of what TLS puts on the wire as numbers: alerts by RFC 8446 6 (and older ones), groups as reports
// spell them, cipher suites as OpenSSL spells them, protocols as Node does. Tables only.

/** Alerts by RFC 8446 6.2, RFC 5246 7.2 and RFC 6066 9. */
const alertNames: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  21: 'decryption_failed',
  22: 'record_overflow',
  30: 'decompression_failure',
  40: 'handshake_failure',
  41: 'no_certificate',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  60: 'export_restriction',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  100: 'no_renegotiation',
  109: 'missing_extension',
  110: 'unsupported_extension',
  111: 'certificate_unobtainable',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  114: 'bad_certificate_hash_value',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  120: 'no_application_protocol',
};

const alertNumbers = new Map(Object.entries(alertNames).map(([number, name]) => [name, Number(number)]));

/** RFC name of an alert; `alert_99` for one that no RFC names. */
export function alertName(number: number): string {
  return alertNames[number] ?? `alert_${number}`;
}

/**
 * The alert that a code such as ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE says was received; null for other codes.
 * OpenSSL puts the protocol that introduced the alert in front, later versions SSL/TLS.
 */
export function alertOfErrorCode(code: string): { name: string; number: number } | null {
  const match = /^ERR_SSL_(?:SSLV3|TLSV1|TLSV13|SSL\/TLS)_(?:ALERT_)?([A-Z_]+)$/.exec(code);
  if (!match) return null;
  const name = (otherSpellings[match[1]!] ?? match[1]!).toLowerCase();
  const number = alertNumbers.get(name);
  return number === undefined ? null : { name, number };
}

const otherSpellings: Readonly<Record<string, string>> = { USER_CANCELLED: 'USER_CANCELED' };

const groupNames: Readonly<Record<number, string>> = {
  21: 'P-224',
  22: 'secp256k1',
  23: 'P-256',
  24: 'P-384',
  25: 'P-521',
  26: 'brainpoolP256r1',
  27: 'brainpoolP384r1',
  28: 'brainpoolP512r1',
  29: 'X25519',
  30: 'X448',
  31: 'brainpoolP256r1tls13',
  32: 'brainpoolP384r1tls13',
  33: 'brainpoolP512r1tls13',
  256: 'ffdhe2048',
  257: 'ffdhe3072',
  258: 'ffdhe4096',
  259: 'ffdhe6144',
  260: 'ffdhe8192',
  512: 'MLKEM512',
  513: 'MLKEM768',
  514: 'MLKEM1024',
  4587: 'SecP256r1MLKEM768',
  4588: 'X25519MLKEM768',
  4589: 'SecP384r1MLKEM1024',
};

/** A group of RFC 8446 4.2.7 and its registry; `group-9` for one that is not known here. */
export function groupName(id: number): string {
  return groupNames[id] ?? `group-${id}`;
}

const protocolNames: Readonly<Record<number, string>> = {
  2: 'SSLv2',
  768: 'SSLv3',
  769: 'TLSv1',
  770: 'TLSv1.1',
  771: 'TLSv1.2',
  772: 'TLSv1.3',
};

/** As Node spells it: TLSv1.3. */
export function protocolName(version: number): string {
  return protocolNames[version] ?? `0x${version.toString(16).padStart(4, '0')}`;
}

// Suites that need a shared secret set up beforehand are left out.
const suites =
  '0001 NULL-MD5 0002 NULL-SHA 0003 EXP-RC4-MD5 0004 RC4-MD5 0005 RC4-SHA 0006 EXP-RC2-CBC-MD5 ' +
  '0007 IDEA-CBC-SHA 0008 EXP-DES-CBC-SHA 0009 DES-CBC-SHA 000a DES-CBC3-SHA ' +
  '0011 EXP-DHE-DSS-DES-CBC-SHA 0012 DHE-DSS-DES-CBC-SHA 0013 DHE-DSS-DES-CBC3-SHA ' +
  '0014 EXP-DHE-RSA-DES-CBC-SHA 0015 DHE-RSA-DES-CBC-SHA 0016 DHE-RSA-DES-CBC3-SHA ' +
  '0017 EXP-ADH-RC4-MD5 0018 ADH-RC4-MD5 0019 EXP-ADH-DES-CBC-SHA 001a ADH-DES-CBC-SHA ' +
  '001b ADH-DES-CBC3-SHA 002f AES128-SHA 0032 DHE-DSS-AES128-SHA 0033 DHE-RSA-AES128-SHA ' +
  '0034 ADH-AES128-SHA 0035 AES256-SHA 0038 DHE-DSS-AES256-SHA 0039 DHE-RSA-AES256-SHA ' +
  '003a ADH-AES256-SHA 003b NULL-SHA256 003c AES128-SHA256 003d AES256-SHA256 ' +
  '0040 DHE-DSS-AES128-SHA256 0041 CAMELLIA128-SHA 0044 DHE-DSS-CAMELLIA128-SHA ' +
  '0045 DHE-RSA-CAMELLIA128-SHA 0046 ADH-CAMELLIA128-SHA 0062 EXP1024-DES-CBC-SHA 0064 EXP1024-RC4-SHA ' +
  '0067 DHE-RSA-AES128-SHA256 006a DHE-DSS-AES256-SHA256 006b DHE-RSA-AES256-SHA256 ' +
  '006c ADH-AES128-SHA256 006d ADH-AES256-SHA256 0084 CAMELLIA256-SHA 0087 DHE-DSS-CAMELLIA256-SHA ' +
  '0088 DHE-RSA-CAMELLIA256-SHA 0089 ADH-CAMELLIA256-SHA 0096 SEED-SHA 009a DHE-RSA-SEED-SHA ' +
  '009c AES128-GCM-SHA256 009d AES256-GCM-SHA384 009e DHE-RSA-AES128-GCM-SHA256 ' +
  '009f DHE-RSA-AES256-GCM-SHA384 00a2 DHE-DSS-AES128-GCM-SHA256 00a3 DHE-DSS-AES256-GCM-SHA384 ' +
  '00a6 ADH-AES128-GCM-SHA256 00a7 ADH-AES256-GCM-SHA384 00ba CAMELLIA128-SHA256 ' +
  '00bd DHE-DSS-CAMELLIA128-SHA256 00be DHE-RSA-CAMELLIA128-SHA256 00bf ADH-CAMELLIA128-SHA256 ' +
  '00c0 CAMELLIA256-SHA256 00c3 DHE-DSS-CAMELLIA256-SHA256 00c4 DHE-RSA-CAMELLIA256-SHA256 ' +
  '00c5 ADH-CAMELLIA256-SHA256 1301 TLS_AES_128_GCM_SHA256 1302 TLS_AES_256_GCM_SHA384 ' +
  '1303 TLS_CHACHA20_POLY1305_SHA256 1304 TLS_AES_128_CCM_SHA256 1305 TLS_AES_128_CCM_8_SHA256 ' +
  'c006 ECDHE-ECDSA-NULL-SHA c007 ECDHE-ECDSA-RC4-SHA c008 ECDHE-ECDSA-DES-CBC3-SHA ' +
  'c009 ECDHE-ECDSA-AES128-SHA c00a ECDHE-ECDSA-AES256-SHA c010 ECDHE-RSA-NULL-SHA ' +
  'c011 ECDHE-RSA-RC4-SHA c012 ECDHE-RSA-DES-CBC3-SHA c013 ECDHE-RSA-AES128-SHA ' +
  'c014 ECDHE-RSA-AES256-SHA c015 AECDH-NULL-SHA c016 AECDH-RC4-SHA c017 AECDH-DES-CBC3-SHA ' +
  'c018 AECDH-AES128-SHA c019 AECDH-AES256-SHA c023 ECDHE-ECDSA-AES128-SHA256 ' +
  'c024 ECDHE-ECDSA-AES256-SHA384 c027 ECDHE-RSA-AES128-SHA256 c028 ECDHE-RSA-AES256-SHA384 ' +
  'c02b ECDHE-ECDSA-AES128-GCM-SHA256 c02c ECDHE-ECDSA-AES256-GCM-SHA384 ' +
  'c02f ECDHE-RSA-AES128-GCM-SHA256 c030 ECDHE-RSA-AES256-GCM-SHA384 c050 ARIA128-GCM-SHA256 ' +
  'c051 ARIA256-GCM-SHA384 c052 DHE-RSA-ARIA128-GCM-SHA256 c053 DHE-RSA-ARIA256-GCM-SHA384 ' +
  'c056 DHE-DSS-ARIA128-GCM-SHA256 c057 DHE-DSS-ARIA256-GCM-SHA384 c05c ECDHE-ECDSA-ARIA128-GCM-SHA256 ' +
  'c05d ECDHE-ECDSA-ARIA256-GCM-SHA384 c060 ECDHE-ARIA128-GCM-SHA256 c061 ECDHE-ARIA256-GCM-SHA384 ' +
  'c072 ECDHE-ECDSA-CAMELLIA128-SHA256 c073 ECDHE-ECDSA-CAMELLIA256-SHA384 ' +
  'c076 ECDHE-RSA-CAMELLIA128-SHA256 c077 ECDHE-RSA-CAMELLIA256-SHA384 c09c AES128-CCM c09d AES256-CCM ' +
  'c09e DHE-RSA-AES128-CCM c09f DHE-RSA-AES256-CCM c0a0 AES128-CCM8 c0a1 AES256-CCM8 ' +
  'c0a2 DHE-RSA-AES128-CCM8 c0a3 DHE-RSA-AES256-CCM8 c0ac ECDHE-ECDSA-AES128-CCM ' +
  'c0ad ECDHE-ECDSA-AES256-CCM c0ae ECDHE-ECDSA-AES128-CCM8 c0af ECDHE-ECDSA-AES256-CCM8 ' +
  'cca8 ECDHE-RSA-CHACHA20-POLY1305 cca9 ECDHE-ECDSA-CHACHA20-POLY1305 ccaa DHE-RSA-CHACHA20-POLY1305';

let names: Map<number, string> | null = null;

function suiteNames(): Map<number, string> {
  if (names === null) {
    names = new Map();
    const words = suites.split(' ');
    for (let index = 0; index + 1 < words.length; index += 2) {
      names.set(Number.parseInt(words[index]!, 16), words[index + 1]!);
    }
  }
  return names;
}

/** A cipher suite as OpenSSL spells it, which is how Node does; `0x00ff` for one that is not known here. */
export function cipherName(id: number): string {
  return suiteNames().get(id) ?? `0x${id.toString(16).padStart(4, '0')}`;
}

/** Every suite known here below TLS 1.3, strongest kinds first: what a second look offers. */
export function allSuites(): number[] {
  const ids = [...suiteNames().keys()].filter((id) => id < 0x1300 || id > 0x13ff);
  return ids.sort((one, other) => rankOf(one) - rankOf(other) || one - other);
}

function rankOf(id: number): number {
  const name = cipherName(id);
  let rank = /^A(?:EC)?DH-/.test(name) ? 40 : 0;
  if (/NULL|^EXP/.test(name)) rank += 80;
  else if (/RC4|RC2|DES|IDEA|SEED/.test(name)) rank += 20;
  if (!name.startsWith('ECDHE')) rank += name.startsWith('DHE') ? 2 : 4;
  return rank + (/GCM|CHACHA|CCM/.test(name) ? 0 : 1);
}
