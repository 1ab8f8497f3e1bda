// The least that a Node program can do for the same verdict: STARTTLS to so many servers, 64 at once, the chain
// verified by OpenSSL against the CA of the bench, one context for all. `node bare-loop.js COUNT`, with PORT and CA.

const { readFileSync } = require('node:fs');
const { connect } = require('node:net');
const tls = require('node:tls');

const count = Number(process.argv[2]);
const secureContext = tls.createSecureContext({ ca: readFileSync(process.env.CA) });
let next = 0;

const address = (index) =>
  `127.${1 + Math.floor(index / 62_500)}.${Math.floor(index / 250) % 250}.${1 + (index % 250)}`;

/** Resolves with the next whole reply. */
function reply(socket) {
  return new Promise((resolve) => {
    let text = '';
    const take = (data) => {
      text += data;
      if (!/^\d{3} .*\r\n$/m.test(text)) return;
      socket.removeListener('data', take);
      resolve(text);
    };
    socket.on('data', take);
  });
}

async function probe(host) {
  const socket = connect(Number(process.env.PORT), host);
  await reply(socket);
  socket.write('EHLO bench.example.com\r\n');
  await reply(socket);
  socket.write('STARTTLS\r\n');
  await reply(socket);
  const secure = tls.connect({
    socket,
    secureContext,
    rejectUnauthorized: false,
    servername: process.env.NAME,
  });
  await new Promise((resolve) => secure.once('secureConnect', resolve));
  if (!secure.authorized) process.exitCode = 1;
  secure.getPeerCertificate(true);
  secure.write('EHLO bench.example.com\r\n');
  await reply(secure);
  secure.write('QUIT\r\n');
  secure.destroy();
}

async function worker() {
  while (next < count) await probe(address(next++));
}

void Promise.all(Array.from({ length: 64 }, worker));
