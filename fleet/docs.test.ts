import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cliDocument } from './cli/cli-docs.ts'
import { composeDocument } from './compose/compose-docs.ts'
import { extensionSchema } from './compose/x-holdfast-schema.ts'

const document = (name: string) => readFileSync(new URL(`../docs/${name}`, import.meta.url), 'utf8')

describe('the documents that are made from tables', () => {
  it('docs/compose.md is fresh (node fleet/compose/compose-docs.ts)', () => {
    expect(document('compose.md')).toBe(composeDocument())
  })

  it('docs/x-holdfast.schema.json is fresh (node fleet/compose/compose-docs.ts)', () => {
    expect(document('x-holdfast.schema.json')).toBe(extensionSchema())
  })

  it('docs/cli.md is fresh (node fleet/cli/cli-docs.ts)', async () => {
    expect(document('cli.md')).toBe(await cliDocument())
  })
})
