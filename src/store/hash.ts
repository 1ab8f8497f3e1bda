// SHA-256 in hex, with node:crypto loaded at the first use: the usual `list` has none (quick-sum.ts).

export function sha256(content: string | Buffer): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(content).digest('hex');
}
