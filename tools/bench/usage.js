// Loaded before a program: writes what it used (process.resourceUsage) where USAGE_FILE says.

const { writeFileSync } = require('node:fs');

process.on('exit', () => writeFileSync(process.env.USAGE_FILE, JSON.stringify(process.resourceUsage())));
