// English: what `routes config set` and `unset` say. Values and file names come escaped.

export const settings = {
  isSet: (key: string, value: string, file: string) => `${key} is ${value} now, in ${file}`,
  wasSet: (key: string, value: string, file: string) => `${key} is ${value} already, in ${file}`,
  isUnset: (key: string, file: string) => `${key} is no longer in ${file}`,
  wasUnset: (key: string, file: string) => `${key} is not in ${file}; nothing to take away`,
  noFile: (key: string) => `${key} is not set: you have no config file of your own`,
  /** Something that comes first says otherwise. */
  overruled: (key: string, value: string, origin: string) =>
    `here ${key} is ${value} all the same: the ${origin} comes first`,
};
