/** Two projects: `unit` needs nothing but Node; `real` needs the rig (a real engine, registry and broker). */
import { defineConfig } from 'vitest/config'

const everywhere = ['node_modules/**', 'dist/**']
/** A slow machine is no fault: what a test waits for it waits for long, and what never comes is told a little later. */
const expect = { poll: { timeout: 60_000 } }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          expect,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          include: ['**/*.test.ts'],
          exclude: [...everywhere, '**/*.real.test.ts'],
        },
      },
      {
        test: {
          name: 'real',
          expect,
          include: ['**/*.real.test.ts'],
          exclude: everywhere,
          globalSetup: ['test/rig/global-setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          // Those that say so wait, nearly all of their time, for networks.
          maxConcurrency: 24,
        },
      },
    ],
  },
})
