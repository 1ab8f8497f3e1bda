// Japanese: the parts of which the words of findings are made: remedies, lists, times, names of protocols and stages.
// Texts in `data` come escaped for the place they are shown in.

import type * as pattern from '../en/finding-parts.ts';
import type { Say } from '../en/finding-parts.ts';

export type { Data, Say } from '../en/finding-parts.ts';

export const text: typeof pattern.text = (value) => String(value);
export const list: typeof pattern.list = (value, most = 6) => {
  const all = Array.isArray(value) ? value.map(String) : [];
  if (all.length === 0) return 'なし';
  const shown = all.slice(0, most).map(entry).join(', ');
  return all.length > most ? `${shown}、ほか ${all.length - most} 件` : shown;
};
// In quotes where it could pass for several. CVE-2021-44532.
const entry = (value: string): string => (/[\s,"]/.test(value) ? `"${value.replaceAll('"', '\\"')}"` : value);
export const seconds: typeof pattern.seconds = (milliseconds) => {
  const value = Number(milliseconds);
  return value < 1000 ? `${value} ミリ秒` : `${Number((value / 1000).toFixed(1))} 秒`;
};
export const day: typeof pattern.day = (time) => String(time).slice(0, 10);
export const days: typeof pattern.days = (count) => (Number(count) === 0 ? '1 日未満' : `${count} 日`);
export const says: typeof pattern.says = (data) => `${data.code}${data.text ? ` ${data.text}` : ''}`;
/** A particle comes next: hence the space after the quotes. */
export const of: typeof pattern.of = (data) => (data.subject ? `証明書 "${data.subject}" ` : '証明書');

const leaveOn = 'できる限りオンにしておいてください';
export const boxes: typeof pattern.boxes = {
  tls: `「セキュアなトランスポート(TLS)を使用する」をオフにしてください(--no-require-tls)。ただし、メールが平文で送信されることがあります。${leaveOn}`,
  ca: `「CA 署名済み証明書を使用する」をオフにしてください(--no-require-ca)。ただし、経路上の誰もがサーバーになりすませるようになります。${leaveOn}`,
  hostname: `「証明書のホスト名を検証する」をオフにしてください(--no-verify-hostname)。ただし、信頼できる認証局の証明書ならどれでも合格になります。${leaveOn}`,
};
export const provider =
  'メールリレー サービスのサーバーであれば、この証明書についてプロバイダに問い合わせてください';
export const relay = 'メールリレー サービスのサーバーであれば、プロバイダに問い合わせてください';
export const newCertificate = 'このホスト名が記載された、信頼できる認証局の証明書をインストールしてください';
export const elsewhere = 'ルートを変更する前に、別のネットワークからも試してください';

export const note = (message: string): Say => ({ message: () => message });
