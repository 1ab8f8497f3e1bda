// Certificate and key files named on the command line, read: what cannot be used becomes an error that says what the
// file is instead, and the command that makes of it what is needed.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { ClientCertificate } from '../probe/handshake.ts';
import { pemOf } from '../probe/pem.ts';
import {
  CertificateFileError,
  certificatesIn,
  readServedFile,
  type ServedFile,
} from '../probe/served-file.ts';
import { forShell } from '../report/escape.ts';
import type { Context } from './context.ts';
import { CliError } from './errors.ts';

/** The certificates of a PEM file: DER, in order. @throws CliError */
export function readCertificates(context: Context, file: string): readonly Uint8Array[] {
  const bytes = bytesOf(context, file);
  return named('certificate-file', file, () => certificatesIn(bytes));
}

/** A certificate file with its key, as a server would serve it. @throws CliError */
export function readServed(
  context: Context,
  certificateFile: string,
  keyFile: string | undefined,
): ServedFile {
  const bytes = bytesOf(context, certificateFile);
  const keyBytes = keyFile === undefined ? null : bytesOf(context, keyFile);
  // Certificates first: what is wrong with a file is said of the right one.
  named('certificate-file', certificateFile, () => certificatesIn(bytes));
  return named('key-file', keyFile ?? certificateFile, () => readServedFile(bytes, keyBytes));
}

/** A client certificate with its key, tried in a context of its own. @throws CliError */
export function clientCertificateOf(
  context: Context,
  certificateFile: string,
  keyFile: string,
): ClientCertificate {
  const { certificates, key, keyFits } = readServed(context, certificateFile, keyFile);
  if (keyFits === false) throw new CliError('client-certificate', { misfit: true });
  const client = {
    certificate: certificates.map(pemOf).join(''),
    key: key!.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
  try {
    createSecureContext({ cert: client.certificate, key: client.key, ca: [] });
  } catch (error) {
    throw new CliError('client-certificate', { detail: (error as Error).message }, { cause: error });
  }
  return client;
}

function bytesOf(context: Context, file: string): Buffer {
  try {
    return readFileSync(resolve(context.surroundings.cwd, file));
  } catch (error) {
    const { code: errno } = error as NodeJS.ErrnoException;
    throw new CliError('file-unreadable', { file, errno }, { cause: error });
  }
}

function named<T>(code: 'certificate-file' | 'key-file', file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CertificateFileError)) throw error;
    throw new CliError(code, { file, shell: forShell(file), problem: error.code, ...error.data });
  }
}
