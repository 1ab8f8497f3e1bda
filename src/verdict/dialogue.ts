// What a probe that stopped early means: from its cause to one finding and the `tls` line, by the list
// "how verdicts add up" (PRODUCT.md section 4). SMTP faults set `tls` too. Pure.

import type { Cause, ProbeEvidence, Reply, Stage } from '../probe/evidence.ts';
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

/** The one fault of a probe, if it had one. */
export function dialogueFault(evidence: ProbeEvidence): DialogueFault | null {
  const { outcome, tls } = evidence;
  // CVE-2011-0411: bytes in clear before the handshake are never trusted, whatever comes after.
  if (evidence.injected !== null) {
    const injected = fault(
      'validation-failure',
      'injection',
      'fail',
      { injected: evidence.injected },
      { severity: 'fail', delivery: 'unknown' },
    );
    return injected;
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
      return fault('smtp-failure', 'bad-reply', 'fail', {
        stage,
        protocol: cause.protocol,
        sample: cause.sample,
      });
    case 'bad-reply':
      return fault('smtp-failure', 'bad-reply', 'fail', {
        stage,
        problem: cause.problem,
        sample: cause.sample,
      });
    case 'reply-too-long':
    case 'flood':
      return fault('smtp-failure', 'reply-too-long', 'fail', {
        stage,
        limit: cause.limit,
        what: cause.kind === 'flood' ? 'bytes' : cause.what,
      });
    default:
      return fault('smtp-failure', 'bad-reply', 'fail', { stage, problem: cause.kind });
  }
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
  if (evidence.secondLook?.seen.implicitTls) return fault('smtp-failure', 'implicit-tls', 'fail', data);
  return fault('smtp-failure', 'greeting-timed-out', 'inconclusive', data);
}

function greetingReply(reply: Reply): DialogueFault {
  const data = { stage: 'greeting', code: reply.code, text: reply.lines.join(' ') };
  const first = Math.floor(reply.code / 100);
  // This machine may be refused where Google is not.
  if (first === 4) return fault('smtp-failure', 'try-later', 'inconclusive', data);
  if (first === 5) return fault('smtp-failure', 'greeting-rejected', 'inconclusive', data);
  return fault('smtp-failure', 'bad-reply', 'fail', { ...data, problem: 'unexpected-code' });
}

function refusal(reply: Reply, stage: Stage, encrypted: boolean): DialogueFault {
  const data = { stage, code: reply.code, text: reply.lines.join(' '), ...(encrypted ? { encrypted } : {}) };
  if (Math.floor(reply.code / 100) === 4) return fault('smtp-failure', 'try-later', 'inconclusive', data);
  return fault('starttls-not-supported', 'refused', 'fail', data, {
    severity: 'inconclusive',
    delivery: 'unknown',
  });
}

/** The protocols that only a second look could speak, and that are below our floor. RFC 8996. */
const belowFloor: Record<string, string> = { SSLv3: 'ssl-3', TLSv1: 'tls-1.0', 'TLSv1.1': 'tls-1.1' };

function handshakeFault(cause: Cause, evidence: ProbeEvidence): DialogueFault {
  const optional = { severity: 'inconclusive' as const, delivery: 'unknown' as const };
  if (evidence.tls?.clientCertificate === 'required') {
    return fault(
      'validation-failure',
      'client-certificate-required',
      'inconclusive',
      causeData(cause),
      optional,
    );
  }
  // Past the deadline is a tarpit: nothing was refused, nothing was seen.
  if (cause.kind === 'timed-out' && cause.limit === 'deadline') {
    return fault(
      'smtp-failure',
      'timed-out',
      'inconclusive',
      { stage: 'handshake', ...causeData(cause) },
      optional,
    );
  }
  const seen = evidence.secondLook?.seen;
  if (seen?.protocol && belowFloor[seen.protocol]) {
    const weak = fault(
      'weak-protocol',
      belowFloor[seen.protocol]!,
      'fail',
      { protocol: seen.protocol, cipher: seen.cipher ?? null, ...causeData(cause) },
      optional,
    );
    // Google says that its servers still speak TLS 1.0 and 1.1: our own floor fails the line, mail cannot be told.
    return { ...weak, delivery: { required: 'unknown', optional: 'unknown' } };
  }
  if (seen?.cipher && /^(A(EC)?DH|AECDH)-|anon/i.test(seen.cipher)) {
    return fault(
      'weak-protocol',
      'anonymous',
      'fail',
      { cipher: seen.cipher, ...causeData(cause) },
      optional,
    );
  }
  return fault(
    'validation-failure',
    'tls-handshake',
    'fail',
    { ...causeData(cause), ...(seen ? { secondLook: seen } : {}) },
    optional,
  );
}

function afterHandshakeFault(cause: Cause, evidence: ProbeEvidence): DialogueFault {
  const data = { stage: 'done', encrypted: true, ...causeData(cause) };
  if (cause.kind === 'cancelled') return fault('connection-failure', 'cancelled', 'inconclusive', data);
  if (evidence.tls?.clientCertificate === 'required') {
    return fault('validation-failure', 'client-certificate-required', 'inconclusive', data);
  }
  switch (cause.kind) {
    case 'timed-out':
      return fault('smtp-failure', 'timed-out', 'inconclusive', data);
    case 'flood':
    case 'reply-too-long':
      return fault('smtp-failure', 'reply-too-long', 'inconclusive', data);
    case 'bad-reply':
    case 'other-protocol':
      return fault('smtp-failure', 'bad-reply', 'fail', data);
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
