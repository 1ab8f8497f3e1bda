// Japanese: what `routes config set` and `unset` say. Values and file names come escaped.

import type { settings as pattern } from '../en/settings.ts';

export const settings: typeof pattern = {
  isSet: (key, value, file) => `${file} の ${key} を ${value} に設定しました`,
  wasSet: (key, value, file) => `${file} の ${key} はすでに ${value} です`,
  isUnset: (key, file) => `${file} から ${key} を削除しました`,
  wasUnset: (key, file) => `${file} に ${key} はありません。削除するものはありません`,
  noFile: (key) => `${key} は設定されていません。ユーザーの設定ファイルがありません`,
  overruled: (key, value, origin) =>
    `ただし、ここで有効な ${key} は ${value} です(優先される設定元: ${origin})`,
};
