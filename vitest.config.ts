import { defineConfig } from 'vitest/config'

const shared = {
  setupFiles: ['./test/harness/setup.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
  pool: 'forks' as const,
}
const quiet = { LOG_LEVEL: 'warn' }

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['{src,workers,scripts,test}/**/*.test.ts'],
          exclude: ['test/flows/**', 'test/faults/**'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        // The flows against the Worker's code in this process, where coverage can see it.
        test: {
          ...shared,
          name: 'flows',
          include: ['test/flows/**/*.test.ts'],
          env: { ...quiet, GUILDHALL_TARGET: 'node' },
          sequence: { groupOrder: 1 },
        },
      },
      {
        // The same flows against the deployed bundle in workerd.
        test: {
          ...shared,
          name: 'workerd',
          include: ['test/flows/**/*.test.ts'],
          env: { ...quiet, GUILDHALL_TARGET: 'workerd' },
          sequence: { groupOrder: 2 },
        },
      },
      {
        // Attacks, load, outages and kills; one at a time, since they measure.
        test: {
          ...shared,
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          env: { ...quiet, GUILDHALL_TARGET: 'workerd' },
          testTimeout: 240_000,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
    coverage: {
      provider: 'istanbul',
      include: ['src/**/*.ts', 'workers/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.d.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: { lines: 90, functions: 90, branches: 90, statements: 90 },
    },
  },
})
