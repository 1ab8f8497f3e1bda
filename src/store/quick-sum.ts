// Knows octets again that we wrote ourselves, without node:crypto, which costs a small `list` a seventh of its
// start. Not a defence: the log's chain and --verify use SHA-256. A store that somebody edits by accident or on
// purpose keeps its 64-bit sum once in 2^64 times, and would then be read without being validated, no more.

/** Octets up to which the sum is quicker than loading node:crypto. */
export const quickSumLimit = 64 * 1024;

/** 16 hex digits. Words are read in the machine's own order: another order gives another sum, never a wrong yes. */
export function quickSum(octets: Buffer): string {
  const padded = new Uint8Array((octets.length + 8) & ~3);
  padded.set(octets);
  const words = new Int32Array(padded.buffer);
  let one = octets.length | 0;
  let other = 0x9e3779b9 | 0;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!;
    one = Math.imul(one ^ word, 0x85ebca6b);
    one = ((one << 13) | (one >>> 19)) + other;
    other = Math.imul(other + word, 0xc2b2ae35);
    other = ((other << 17) | (other >>> 15)) ^ one;
  }
  return hex(one ^ (other >>> 16)) + hex(other ^ (one << 7));
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
