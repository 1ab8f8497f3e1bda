// What a probe that stopped early means: from its cause to one finding and the `tls` line, by the list
// "how verdicts add up" (PRODUCT.md section 4). SMTP faults set `tls` too. Pure.

import type { Cause, ProbeEvidence, Rehearsed, Reply, Stage } from '../probe/evidence.ts';
import type { Finding, FindingCode, LineVerdict, Severity } from './finding.ts';

/** What Gmail would do with mail for one address: deliver it, return it, or nobody can tell. */
export type Delivery = 'deliver' | 'return' | 'unknown';

/** The fault of the dialogue; null when it went through to the second EHLO. */
export interface DialogueFault {
  readonly finding: Finding;
  /** The `tls` line as it would be with its box on. */
  readonly tls: LineVerdict;
  /** What would happen to mail, with TLS required and without (R8). */
  readonly delivery: { readonly required: Delivery; readonly optional: Delivery };
  /** The finding's severity when TLS is not required. */
  readonly severityOptional: Severity;
}

function fault(
  code: FindingCode,
  reason: string,
  severity: 'fail' | 'inconclusive',
  data: Finding['data'],
  optional?: { severity: Severity; delivery: Delivery },
): DialogueFault {
  return {
    finding: { code, reason, severity, rootCause: false, data },
    tls: severity,
    delivery: {
      required: severity === 'fail' ? 'return' : 'unknown',
      optional: optional?.delivery ?? 'unknown',
    },
    severityOptional: optional?.severity ?? severity,
  };
}

/** Without R8 a sender may go on in clear, or may not: nobody can tell. */
const untold = { severity: 'inconclusive', delivery: 'unknown' } as const;
/** No mail server is there: no box changes that. */
const returned = { severity: 'fail', delivery: 'return' } as const;
/** What of a reply goes into a finding; the whole of it stands among the replies. */
const shownText = 500;

/** The one fault of a probe, if it had one. */
export function dialogueFault(evidence: ProbeEvidence): DialogueFault | null {
  const { outcome, tls } = evidence;
  if (evidence.rehearsed) return rehearsalFault(evidence.rehearsed);
  // CVE-2011-0411: bytes in clear before the handshake are never trusted, whatever comes after.
  if (evidence.injected !== null) {
    return fault('validation-failure', 'injection', 'fail', { injected: evidence.injected }, untold);
  }
  if (outcome.kind === 'stopped') {
    const handshaken = tls?.established === true;
    return handshaken
      ? afterHandshakeFault(outcome.cause, evidence)
      : stoppedFault(outcome.stage, outcome.cause, evidence);
  }
  const after = tls?.afterHandshake;
  if (tls && after?.kind === 'stopped') return afterHandshakeFault(after.cause, evidence);
  if (tls && after?.kind === 'answered' && after.reply.code !== 250) {
    if (tls.clientCertificate !== 'required') return refusal(after.reply, 'ehlo', true);
    const data = {
      stage: 'done',
      encrypted: true,
      code: after.reply.code,
      text: after.reply.lines.join(' '),
    };
    return fault('validation-failure', 'client-certificate-required', 'inconclusive', data);
  }
  return null;
}

// In a rehearsal there was no dialogue; still a server without the right key serves nothing.
function rehearsalFault({ keyFits, keyPosition, handshakeFault: cause }: Rehearsed): DialogueFault | null {
  const optional = { severity: 'inconclusive' as const, delivery: 'unknown' as const };
  const data = { position: keyPosition };
  if (keyFits === false) return fault('validation-failure', 'key-mismatch', 'fail', data, optional);
  if (cause === null) return null;
  return fault('validation-failure', 'tls-handshake', 'fail', causeData(cause), optional);
}

function stoppedFault(stage: Stage, cause: Cause, evidence: ProbeEvidence): DialogueFault {
  if (cause.kind === 'cancelled') return fault('connection-failure', 'cancelled', 'inconclusive', { stage });
  if (stage === 'handshake') return handshakeFault(cause, evidence);
  switch (cause.kind) {
    case 'refused':
    case 'unreachable':
      return fault('connection-failure', cause.kind, 'inconclusive', {
        stage,
        ...(cause.kind === 'unreachable' ? { errno: cause.errno } : {}),
      });
    case 'closed':
      return fault('connection-failure', 'closed', 'inconclusive', { stage, how: cause.how });
    case 'timed-out':
      return timedOut(stage, cause, evidence);
    case 'unexpected-reply':
      return stage === 'greeting' ? greetingReply(cause.reply) : refusal(cause.reply, stage, false);
    case 'starttls-not-offered':
      // RFC 3207 6: a word in its place tells of something between us that takes STARTTLS away.
      return cause.masked === null
        ? fault(
            'starttls-not-supported',
            'not-offered',
            'fail',
            {},
            { severity: 'warn', delivery: 'deliver' },
          )
        : fault('starttls-not-supported', 'masked', 'inconclusive', { masked: cause.masked });
    case 'other-protocol':
      // RFC 8446 5.1: an alert or a hello in place of the greeting, and a hello of ours that was understood.
      if (evidence.secondLook?.seen.implicitTls)
        return fault('smtp-failure', 'implicit-tls', 'fail', { stage }, returned);
      return malformed({ stage, protocol: cause.protocol, sample: cause.sample });
    case 'bad-reply':
      return malformed({ stage, problem: cause.problem, sample: cause.sample });
    case 'reply-too-long':
    case 'flood':
      return fault('smtp-failure', 'reply-too-long', 'fail', tooLong(stage, cause), returned);
    default:
      return malformed({ stage, problem: cause.kind });
  }
}

function malformed(data: Finding['data']): DialogueFault {
  return fault('smtp-failure', 'bad-reply', 'fail', data, returned);
}

function tooLong(stage: Stage, cause: Cause & { kind: 'reply-too-long' | 'flood' }): Finding['data'] {
  return { stage, limit: cause.limit, what: cause.kind === 'flood' ? 'bytes' : cause.what };
}

function timedOut(
  stage: Stage,
  cause: Cause & { kind: 'timed-out' },
  evidence: ProbeEvidence,
): DialogueFault {
  const data = { stage, milliseconds: cause.milliseconds, limit: cause.limit };
  if (stage === 'connect') return fault('connection-failure', 'timed-out', 'inconclusive', data);
  if (stage !== 'greeting') return fault('smtp-failure', 'timed-out', 'inconclusive', data);
  // A server that waits for a ClientHello speaks implicit TLS: that is seen, so it is a fault and no riddle.
  const seen = evidence.secondLook?.seen;
  if (seen?.implicitTls) return fault('smtp-failure', 'implicit-tls', 'fail', data, returned);
  return fault('smtp-failure', 'greeting-timed-out', 'inconclusive', {
    ...data,
    ...(seen?.otherProtocol ? { protocol: seen.otherProtocol } : {}),
  });
}

function greetingReply(reply: Reply): DialogueFault {
  const data = { stage: 'greeting', code: reply.code, text: textOf(reply) };
  const first = Math.floor(reply.code / 100);
  // This machine may be refused where Google is not.
  if (first === 4) return fault('smtp-failure', 'try-later', 'inconclusive', data);
  if (first === 5) return fault('smtp-failure', 'greeting-rejected', 'inconclusive', data);
  return malformed({ ...data, problem: 'unexpected-code' });
}

const textOf = ({ lines }: Reply): string => lines.slice(0, 20).join(' ').slice(0, shownText);

function refusal(reply: Reply, stage: Stage, encrypted: boolean): DialogueFault {
  const data = { stage, code: reply.code, text: textOf(reply), ...(encrypted ? { encrypted } : {}) };
  if (Math.floor(reply.code / 100) === 4) return fault('smtp-failure', 'try-later', 'inconclusive', data);
  // RFC 5321 3.2: without TLS a sender may still say HELO.
  return fault('starttls-not-supported', 'refused', 'fail', data, untold);
}

/** The protocols that only a second look could speak, and that are below our floor. RFC 8996. */
const belowFloor: Record<string, string> = { SSLv3: 'ssl-3', TLSv1: 'tls-1.0', 'TLSv1.1': 'tls-1.1' };

function handshakeFault(cause: Cause, evidence: ProbeEvidence): DialogueFault {
  const { tls } = evidence;
  const data = causeData(cause);
  if (tls?.clientCertificate === 'required') {
    return fault('validation-failure', 'client-certificate-required', 'inconclusive', data, untold);
  }
  if (isLeftTooLittle(cause, evidence)) {
    return fault('smtp-failure', 'timed-out', 'inconclusive', { stage: 'handshake', ...data }, untold);
  }
  // OpenSSL's client, and so most senders, take so much of a chain and no more.
  if (tls?.presentedChain.problem === 'too-large') {
    const { octets, certificates } = tls.presentedChain;
    return fault(
      'validation-failure',
      'chain-too-large',
      'fail',
      { octets, certificates: certificates.length, ...data },
      untold,
    );
  }
  return oldTls(cause, evidence) ?? brokenHandshake(cause, evidence);
}

function brokenHandshake(cause: Cause, evidence: ProbeEvidence): DialogueFault {
  const seen = evidence.secondLook?.seen;
  const data = { ...causeData(cause), ...(seen ? { secondLook: seen } : {}) };
  return fault('validation-failure', 'tls-handshake', 'fail', data, untold);
}

// Past the deadline is a tarpit: what came before took the time that the handshake would have needed. A server that had
// most of it and did not finish is no tarpit but silent after its 220.
function isLeftTooLittle(cause: Cause, { timings }: ProbeEvidence): boolean {
  if (cause.kind !== 'timed-out' || cause.limit !== 'deadline') return false;
  return (timings.handshake ?? 0) < cause.milliseconds / 2;
}

/** What a second look found the server to speak, and we do not: that is the cause. RFC 8996, 7465. */
function oldTls(cause: Cause, evidence: ProbeEvidence): DialogueFault | null {
  const { protocol = null, cipher = null } = evidence.secondLook?.seen ?? {};
  if (protocol === null) return null;
  const below = belowFloor[protocol];
  const reason = below ?? (cipher === null ? null : oldCipher(cipher));
  if (reason === null) return null;
  const weak = fault('weak-protocol', reason, 'fail', { protocol, cipher, ...causeData(cause) }, untold);
  // Google says that its servers still speak TLS 1.0 and 1.1: our own floor fails the line, mail cannot be told.
  return reason.startsWith('tls-1.')
    ? { ...weak, delivery: { required: 'unknown', optional: 'unknown' } }
    : weak;
}

/** Suites that nobody should speak: without certificate, without secrecy, or broken. As OpenSSL spells them. */
function oldCipher(cipher: string): 'anonymous' | 'old-cipher' | null {
  if (/^A(EC)?DH-|^EXP-ADH-/.test(cipher)) return 'anonymous';
  return /NULL|^EXP|RC4|RC2|DES-|IDEA|SEED/.test(cipher) ? 'old-cipher' : null;
}

function afterHandshakeFault(cause: Cause, evidence: ProbeEvidence): DialogueFault {
  const data = { ...causeData(cause), stage: 'done', encrypted: true };
  if (cause.kind === 'cancelled') return fault('connection-failure', 'cancelled', 'inconclusive', data);
  if (evidence.tls?.clientCertificate === 'required') {
    return fault('validation-failure', 'client-certificate-required', 'inconclusive', data);
  }
  switch (cause.kind) {
    case 'timed-out':
      return fault('smtp-failure', 'timed-out', 'inconclusive', data);
    case 'flood':
    case 'reply-too-long':
      return fault('smtp-failure', 'reply-too-long', 'inconclusive', { ...data, ...tooLong('done', cause) });
    case 'bad-reply':
    case 'other-protocol':
      // TLS is up and its certificate was seen: garbage behind it is a flood's first octets as often as not.
      return fault('smtp-failure', 'bad-reply', 'inconclusive', data);
    case 'unexpected-reply':
      return refusal(cause.reply, 'ehlo', true);
    default:
      return fault('connection-failure', 'closed', 'inconclusive', data);
  }
}

function causeData(cause: Cause): Record<string, unknown> {
  const { kind, ...rest } = cause;
  return { cause: kind, ...rest };
}
