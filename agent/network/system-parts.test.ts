import { describe, expect, it, vi } from 'vitest'
import { VirtualClock } from '../virtual-clock.ts'
import { lazyNetworkManager, localAddressTo, systemNetwork } from './system-parts.ts'

const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }

it('where there is no nmcli nobody answers, and nothing is tried', async () => {
  expect(await lazyNetworkManager(log, '/no/such:/folder').read()).toEqual({ answers: false, kept: null })
  expect(log.warn).not.toHaveBeenCalled()
})

it('without a probe nothing is seen of a link, which keeps none from being held off; whoever changes nothing looks at none', async () => {
  const parts = (manager: 'auto' | 'none') =>
    systemNetwork({
      settings: { probe: undefined, manager },
      brokerUrl: 'mqtt://127.0.0.1:1883',
      dataDir: '/no/such/folder',
      clock: new VirtualClock(),
      log,
    })
  expect(await (await parts('auto')).looks?.look('eth0', new AbortController().signal)).toBeNull()
  expect((await parts('none')).looks).toBeNull()
})

describe('the local address', () => {
  it('is the one that the kernel would take', async () => {
    expect(await localAddressTo('mqtt://127.0.0.1:1883')).toBe('127.0.0.1')
    expect(await localAddressTo('mqtt://[::1]:1883')).toBe('::1')
  })

  it('is nobody’s when the name is not resolved', async () => {
    expect(await localAddressTo('mqtt://broker.invalid:1883')).toBe(null)
  })
})
