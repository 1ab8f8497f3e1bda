#!/usr/bin/env node

// A version guard and one call. Old Node versions must be able to read this file.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `routes: error: Node ${process.versions.node} is too old\nroutes: hint: install Node 20.19 or newer\n`,
  );
  process.exitCode = 2;
} else {
  require('../dist/start.js').start();
}
