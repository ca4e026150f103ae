import { expect, it, vi } from 'vitest'
import type { LinkFact } from '../../machines/link-port.ts'
import { VirtualClock } from '../virtual-clock.ts'
import type { Modem } from './modem-reading.ts'
import { ModemWatch } from './modem-watch.ts'

const eth0: LinkFact = { name: 'eth0', kind: 'ethernet', isUp: true, addresses: [], defaultMetrics: [], gateway: '' }
const wwan0: LinkFact = { ...eth0, name: 'wwan0', kind: 'cellular' }
const there: LinkFact = { ...wwan0, addresses: ['10.7.0.8/24'] }

function watched() {
  const clock = new VirtualClock()
  const said = { state: 'searching' }
  const read = vi.fn(async (): Promise<Modem[]> => {
    const { state } = said
    return [
      {
        interfaces: ['wwan0'],
        reading: { state, registration: '', operator: '', technology: '', qualityPercent: 0 },
      },
    ]
  })
  const changed = vi.fn()
  const watch = new ModemWatch({ port: { read }, clock, changed })
  const state = async (...links: LinkFact[]) => (await watch.of(links)).get('wwan0')?.state
  return { clock, said, read, changed, watch, state }
}

it('asks nobody where no link is cellular, however many reports are made', async () => {
  const { clock, read, state } = watched()
  for (let n = 0; n < 100; n += 1) {
    expect(await state(eth0)).toBeUndefined()
    await clock.advance(60_000)
  }
  expect(read).not.toHaveBeenCalled()
})

it('asks once in a minute at most while nothing changes, and never by itself', async () => {
  const { clock, read, state, changed } = watched()
  for (let n = 0; n < 119; n += 1) {
    expect(await state(eth0, wwan0)).toBe('searching')
    await clock.advance(500)
  }
  expect(read).toHaveBeenCalledTimes(1)
  await clock.advance(500)
  await state(eth0, wwan0)
  expect(read).toHaveBeenCalledTimes(2)
  await clock.advance(86_400_000)
  expect(read).toHaveBeenCalledTimes(2)
  expect(changed).not.toHaveBeenCalled()
})

it('asks anew after a change of a cellular link, and not after that of another', async () => {
  const { clock, said, read, state } = watched()
  await state(eth0, wwan0)
  await clock.advance(5_000)
  said.state = 'connected'
  expect(await state({ ...eth0, isUp: false }, wwan0)).toBe('searching')
  expect(await state(eth0, there)).toBe('connected')
  expect(read).toHaveBeenCalledTimes(2)
})

it('has a report made again whose change came too soon after a question', async () => {
  const { clock, said, read, state, changed } = watched()
  await state(wwan0)
  said.state = 'connected'
  await clock.advance(1_000)
  // A link that comes and goes costs no more questions than that.
  for (const link of [there, wwan0, there]) expect(await state(link)).toBe('searching')
  expect(changed).not.toHaveBeenCalled()
  await clock.advance(4_000)
  expect(changed).toHaveBeenCalledOnce()
  expect(await state(there)).toBe('connected')
  expect(read).toHaveBeenCalledTimes(2)
})

it('has none made once it is closed', async () => {
  const { clock, state, changed, watch } = watched()
  await state(wwan0)
  await state(there)
  watch.close()
  await clock.advance(10_000)
  expect(changed).not.toHaveBeenCalled()
})
