/** The operator's desk of a site: where the keys are, and from where is published. */
import { join } from 'node:path'
import { expect } from 'vitest'
import { startHoldfast } from '../e2e/holdfast-process.ts'
import type { Site } from './site.ts'

/** One command at the desk. @throws when it fails */
export async function atDesk(site: Site, ...words: string[]): Promise<void> {
  const cwd = site.path('desk')
  const env = { HOLDFAST_KEYS: join(cwd, 'keys'), DOCKER_CONFIG: cwd, HOLDFAST_REGISTRAR: site.path('data') }
  const process = startHoldfast(words, { cwd, env })
  expect([words.join(' '), await process.ended, process.err.filter((line) => line.startsWith('error'))]).toEqual([
    words.join(' '),
    0,
    [],
  ])
}

/** Flags that lead to the operators' door. */
export function operatorsDoor(site: Site): string[] {
  const files = site.path('broker')
  const who = ['--user', 'operator', '--password-file', `${files}/operator.password`]
  return ['--broker', `mqtts://localhost:${site.ports.operators}`, ...who, '--ca-file', `${files}/authority.pem`]
}
