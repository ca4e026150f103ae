import { expect, it } from 'vitest'
import { chartFiles, writtenCharts } from './chart-files.ts'

it('docs/charts holds the definitions of all machines, as they are now (node agent/chart-files.ts)', () => {
  expect(writtenCharts()).toEqual(chartFiles())
})
