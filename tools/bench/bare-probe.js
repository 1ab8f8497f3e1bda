// The least that a Node script can do to test a server over STARTTLS: no evidence, no judgement, no words. What
// `routes test-tls` costs is seen beside it. `node bare-probe.js port name ca.pem`

const { readFileSync } = require('node:fs');
const { connect } = require('node:net');
const tls = require('node:tls');

const [port, name, caFile] = process.argv.slice(2);
const ca = readFileSync(caFile);
const socket = connect(Number(port), '127.0.0.1');

/** Hears whole replies, one after the other. */
function onReplies(stream, steps) {
  let text = '';
  const listener = (chunk) => {
    text += chunk;
    if (!/^\d{3} .*\r\n$/m.test(text)) return;
    text = '';
    const step = steps.shift();
    if (steps.length === 0) stream.off('data', listener);
    step();
  };
  stream.on('data', listener);
}

onReplies(socket, [() => socket.write('EHLO bench.example\r\n'), () => socket.write('STARTTLS\r\n'), secure]);

function secure() {
  const encrypted = tls.connect({ socket, ca, servername: name, rejectUnauthorized: false }, () => {
    onReplies(encrypted, [
      () => {
        console.log(encrypted.authorized, encrypted.getPeerCertificate().subject.CN);
        if (!encrypted.authorized) process.exitCode = 1;
        encrypted.end('QUIT\r\n');
        encrypted.destroy();
      },
    ]);
    encrypted.write('EHLO bench.example\r\n');
  });
}
