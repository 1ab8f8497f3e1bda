// Japanese: the parts of which the words of findings are made: remedies, lists, times, names of protocols and stages.

import type * as pattern from '../en/finding-parts.ts';
import { listing } from '../parts.ts';

export const list: typeof pattern.list = listing('なし', (shown, left) => `${shown}、ほか ${left} 件`);
export const seconds: typeof pattern.seconds = (milliseconds) => {
  const value = Number(milliseconds);
  return value < 1000 ? `${value} ミリ秒` : `${Number((value / 1000).toFixed(1))} 秒`;
};
export const days: typeof pattern.days = (count) => (Number(count) === 0 ? '1 日未満' : `${count} 日`);
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
