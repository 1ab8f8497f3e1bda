// A name in a folder that one process can make and all can read: lock and intent. It is a symbolic link whose
// target is the text: one system call makes it, with its content, or fails because it is there. So there is no
// instant at which it is half written, and no temporary file to leave behind.

import { closeSync, fsyncSync, openSync, readFileSync, readlinkSync, symlinkSync, writeSync } from 'node:fs';
import { errnoOf } from './errors.ts';
import { removeFile } from './file.ts';

/** What systems say that have no symbolic links, or keep them for administrators. */
const noLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'UNKNOWN'];

/** True: made. False: one is there already. @throws what the system says otherwise */
export function makeClaim(path: string, text: string): boolean {
  try {
    symlinkSync(text, path);
    return true;
  } catch (error) {
    const errno = errnoOf(error);
    // A network file system may have asked twice on our behalf, and failed the second time.
    if (errno === 'EEXIST') return readClaim(path) === text;
    if (!noLinks.includes(errno)) throw error;
  }
  let descriptor: number;
  try {
    descriptor = openSync(path, 'wx', 0o600);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } catch (error) {
    removeFile(path);
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return true;
}

/** The text of a claim; null when there is none or it cannot be read, empty when its maker died before signing. */
export function readClaim(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
  }
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
