/** What an exported chart says is what the machine is. */
import { expect, it } from 'vitest'
import { createMachine } from 'xstate'
import { DEFINITIONS } from '../../fleet/charts/definitions.ts'
import { xstateConfig } from '../../fleet/charts/xstate-config.ts'
import { definitionOf } from '../../machines/chart-definition.ts'

it.each([...DEFINITIONS])('%s, made into a machine again, has the same definition', (_, definition) => {
  expect(definitionOf(createMachine(xstateConfig(definition) as never))).toEqual(definition)
})
