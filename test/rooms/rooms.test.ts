/** The rule about which room may import which: that the linter really holds it. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const ROOMS = ['protocol', 'machines', 'storage', 'agent', 'fleet', 'dashboard', 'simulators'] as const
const MAY: Record<(typeof ROOMS)[number], readonly string[]> = {
  protocol: [],
  machines: ['protocol'],
  storage: ['protocol'],
  agent: ['protocol', 'machines', 'storage'],
  fleet: ['protocol', 'storage'],
  dashboard: [],
  simulators: ['protocol', 'machines', 'storage', 'agent'],
}

const pairs = ROOMS.flatMap((from) => ROOMS.filter((to) => to !== from).map((to) => ({ from, to })))
let findings: string[] = []
let folder = ''

/** A tree in which every room imports every other, linted once. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-rooms-'))
  cpSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  for (const room of ROOMS) write(`${room}/thing.ts`, 'export const thing = 1\n')
  for (const { from, to } of pairs) {
    write(`${from}/deep/takes-${to}.ts`, `import { thing } from '../../${to}/thing.ts'\nexport const taken = thing\n`)
  }
  for (const to of ROOMS) write(`dashboard/deep/shows-${to}.tsx`, `export { thing } from '../../${to}/thing.ts'\n`)
  findings = lint()
})

afterAll(() => rmSync(folder, { recursive: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** Files in which the linter found a forbidden import. */
function lint(): string[] {
  try {
    execFileSync(join(ROOT, 'node_modules', '.bin', 'oxlint'), ['-f', 'unix', ...ROOMS], {
      cwd: folder,
      encoding: 'utf8',
    })
    return []
  } catch (error) {
    const { stdout } = error as { stdout: string }
    return stdout.split('\n').filter((line) => line.includes('no-restricted-imports'))
  }
}

it.each(ROOMS.filter((room) => room !== 'dashboard'))('the page importing %s', (to) => {
  expect(findings.some((line) => line.includes(`dashboard/deep/shows-${to}.tsx`))).toBe(true)
})

it.each(pairs)('$from importing $to', ({ from, to }) => {
  const isFound = findings.some((line) => line.includes(`${from}/deep/takes-${to}.ts`))
  expect(isFound).toBe(!MAY[from].includes(to))
})
