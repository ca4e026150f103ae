/** What the page about security says is shown is shown by tests that are there. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const page = readFileSync(join(ROOT, 'docs/security.md'), 'utf8')
const rows = page.split('\n').filter((line) => line.startsWith('|') && line.split('|').length === 5)
const named = [...page.matchAll(/`([\w./-]+\.ts)`/g)].map((match) => match[1] ?? '')

it('names tests, and each of them is there', () => {
  expect(named.length).toBeGreaterThan(30)
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
})

it('has a test for each thing that it says is defended', () => {
  const claims = rows.filter((row) => !/^\|(---|\s*against)/.test(row))
  expect(claims.length).toBeGreaterThan(20)
  expect(claims.filter((row) => !/`[\w./-]+\.ts` \|$/.test(row))).toEqual([])
})
