import { expect, it } from 'vitest'
import { definitionOf } from '../machines/chart-definition.ts'
import { updateMachine } from '../machines/update.ts'
import { definitionText } from '../protocol/machine-definition.ts'
import { chartFiles, writtenCharts } from './chart-files.ts'

it('docs/charts holds the definitions of all machines, as they are now (node agent/chart-files.ts)', () => {
  expect(writtenCharts()).toEqual(chartFiles())
})

it('a definition that is read from there has the hash that a device publishes', () => {
  const written = JSON.parse(chartFiles()['update.json']!)
  expect(definitionText(written).hash).toBe(definitionText(definitionOf(updateMachine)).hash)
})
