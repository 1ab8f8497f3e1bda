import { availableParallelism } from 'node:os';

export default {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2023',
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  testEnvironment: 'node',
  testTimeout: 20_000,
  setupFilesAfterEnv: ['<rootDir>/test/support/retry.ts'],
  // Tests wait for servers, time-outs and processes more than they compute: Jest's one worker on two cores is too few.
  maxWorkers: Math.max(2, availableParallelism() - 1),
};
