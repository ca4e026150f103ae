/** What every back end of network configurations does; run on the simulated one and on a real NetworkManager. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NetworkBackend, WantedNetwork } from '../../machines/network-backend.ts'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { IpMethod } from '../../protocol/enums.ts'
import { networkHash } from '../../protocol/network-hash.ts'
import type { NetworkConfig, NetworkLink } from '../../protocol/types.ts'

export interface BackendHarness {
  backend: NetworkBackend
  /** The address of eth0: that of "base" is 10.9.0.7, before anything is done. Waits for it where it takes time. */
  addressBecomes(address: string): Promise<void>
  address(): Promise<string>
  /** Its address of IPv6, or "". Waits for it where it takes time. */
  sixBecomes(address: string): Promise<void>
  /** The only APN that the network of its modem knows. */
  apn: string
  /** Whether the kernel has VLANs. */
  hasVlans: boolean
  /** Of the default route over eth0. Waits for it where it takes time. */
  metricBecomes(metric: number): Promise<void>
  killManager(): Promise<void>
  startManager(): Promise<void>
  /** And the boot that follows. */
  powerCut(): Promise<void>
  /** Lets time pass. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

export function wantedNetwork(config: Loose<NetworkConfig>): WantedNetwork {
  const whole = decode(KINDS.NetworkConfig, encode(KINDS.NetworkConfig, config))
  return { hash: networkHash(whole), config: whole }
}

/** eth0 with that address, on the network that the cable leads to. */
function lanAt(address: string, changes: Loose<NetworkLink> = {}): Loose<NetworkConfig> {
  const ipv4 = {
    method: IpMethod.IP_METHOD_STATIC,
    addresses: [`${address}/24`],
    gateway: '10.9.0.1',
    dns: ['10.9.0.1'],
  }
  return {
    links: [
      { name: 'lan', interface: 'eth0', ethernet: {}, ipv4, ipv6: { method: IpMethod.IP_METHOD_OFF }, ...changes },
    ],
  }
}

const BASE = '10.9.0.7'
const A = wantedNetwork(lanAt('10.9.0.8'))
const B = wantedNetwork(lanAt('10.9.0.9'))
const AS_IT_CAME = wantedNetwork({ asItCame: true })
const LONG = 60_000
const never = new AbortController().signal

export function backendContract(open: () => Promise<BackendHarness>): void {
  let harness: BackendHarness
  beforeEach(async () => {
    harness = await open()
    await harness.addressBecomes(BASE)
  })
  afterEach(() => harness.close())

  describe('a trial', () => {
    it('stands beside what was there, and is not what a boot begins with', async () => {
      const { backend } = harness
      expect(await backend.read()).toEqual({ answers: true, kept: null })
      await backend.apply(A, LONG, never)
      expect(await harness.address()).toBe('10.9.0.8')
      expect(await backend.read()).toEqual({ answers: true, kept: null })
      await backend.apply(A, LONG, never)
      expect(await harness.address()).toBe('10.9.0.8')
      await harness.powerCut()
      await harness.addressBecomes(BASE)
      await backend.revert(null)
      expect(await harness.address()).toBe(BASE)
    })

    it('is taken back, whatever died in between', async () => {
      const { backend } = harness
      await backend.apply(A, LONG, never)
      await harness.killManager()
      await expect(backend.revert(null)).rejects.toMatchObject({ code: 'HF_NETWORK_UNAVAILABLE' })
      await harness.startManager()
      await backend.revert(null)
      await harness.addressBecomes(BASE)
      await backend.revert(null)
      expect(await harness.address()).toBe(BASE)
    })

    it('is taken back by the back end when nobody comes', async () => {
      await harness.backend.apply(A, 10_000, never)
      await harness.pass(11_000)
      await harness.addressBecomes(BASE)
      await harness.backend.revert(null)
      await harness.addressBecomes(BASE)
    })

    it('that gets no address, or has no device, fails and is taken back', async () => {
      const { backend } = harness
      const dhcp = wantedNetwork(lanAt('10.9.0.8', { ipv4: {} }))
      const failed = expect.objectContaining({ code: 'HF_NETWORK_FAILED' })
      await expect(backend.apply(dhcp, 2_000, never)).rejects.toEqual(failed)
      await backend.revert(null)
      await harness.addressBecomes(BASE)
      const elsewhere = wantedNetwork(lanAt('10.9.0.8', { interface: 'eth7' }))
      await expect(backend.apply(elsewhere, 2_000, never)).rejects.toEqual(failed)
      await backend.revert(null)
      await harness.addressBecomes(BASE)
    })
  })

  describe('links of other kinds, beside one that comes up', () => {
    const beside = (link: Loose<NetworkLink>, changes: Loose<NetworkLink> = {}) => {
      const [lan] = lanAt('10.9.0.8', changes).links!
      return wantedNetwork({ links: [lan!, { ipv6: { method: IpMethod.IP_METHOD_OFF }, ...link }] })
    }
    const modem = (apn: string) => beside({ name: 'modem', interface: 'cdc-wdm0', cellular: { apn } })
    const back = async () => {
      await harness.backend.revert(null)
      await harness.addressBecomes(BASE)
    }

    it('are passed over where their device is not there', async () => {
      const air = beside({ name: 'air', interface: 'wlan9', wifi: { ssid: 'shop', passphrase: 'open sesame' } })
      await harness.backend.apply(air, 10_000, never)
      await harness.addressBecomes('10.9.0.8')
      await back()
    })

    it('fail with an APN that is not known, and come up with the one that is', async () => {
      const { backend } = harness
      const failed = expect.objectContaining({ code: 'HF_NETWORK_FAILED' })
      await expect(backend.apply(modem('internet.exmaple'), LONG, never)).rejects.toEqual(failed)
      await harness.addressBecomes('10.9.0.8')
      await back()
      await backend.apply(modem(harness.apn), LONG, never)
      await back()
    })

    it('are made by coming up, where they are VLANs and the kernel has them', async () => {
      const ipv4 = { method: IpMethod.IP_METHOD_STATIC, addresses: ['10.7.0.8/24'] }
      const vlan = beside({ name: 'till', interface: 'eth0.7', vlan: { id: 7, parent: 'eth0' }, ipv4 })
      const coming = harness.backend.apply(vlan, LONG, never)
      if (harness.hasVlans) await coming
      else await expect(coming).rejects.toMatchObject({ message: expect.stringContaining('Operation not supported') })
      await back()
    })

    it('have addresses of IPv6 as well, as long as they are up', async () => {
      const ipv6 = { method: IpMethod.IP_METHOD_STATIC, addresses: ['fd00:9::8/64'], gateway: 'fd00:9::1' }
      await harness.backend.apply(wantedNetwork(lanAt('10.9.0.8', { ipv6 })), LONG, never)
      await harness.sixBecomes('fd00:9::8')
      await back()
      await harness.sixBecomes('')
    })
  })

  describe('a link that is set back', () => {
    it('goes after all others, and stands where its profile says when it is not any more', async () => {
      const { backend } = harness
      await harness.metricBecomes(100)
      await backend.steer(['eth0'])
      await harness.metricBecomes(40_100)
      await backend.steer(['eth0'])
      await harness.metricBecomes(40_100)
      expect(await harness.address()).toBe(BASE)
      await backend.steer([])
      await harness.metricBecomes(100)
    })

    it('is so by the priority of its configuration, and until it is brought up anew', async () => {
      const { backend } = harness
      const slow = wantedNetwork(lanAt('10.9.0.8', { priority: 321 }))
      await backend.apply(slow, LONG, never)
      await harness.metricBecomes(321)
      await backend.steer(['eth0', 'eth7'])
      await harness.metricBecomes(40_321)
      await backend.revert(null)
      await harness.addressBecomes(BASE)
      await harness.metricBecomes(100)
    })
  })

  describe('what is kept', () => {
    it('comes up at every boot, and goes before what was there', async () => {
      const { backend } = harness
      await backend.apply(A, LONG, never)
      await backend.keep(A)
      expect(await backend.read()).toEqual({ answers: true, kept: A.hash })
      expect(await harness.address()).toBe('10.9.0.8')
      await harness.powerCut()
      await harness.addressBecomes('10.9.0.8')
      await backend.revert(null)
      await harness.addressBecomes(BASE)
      expect(await backend.read()).toEqual({ answers: true, kept: null })
    })

    it('although the power went between its proof and its keeping', async () => {
      const { backend } = harness
      await backend.apply(A, LONG, never)
      await harness.powerCut()
      await backend.keep(A)
      await backend.keep(A)
      await harness.addressBecomes('10.9.0.8')
      expect(await backend.read()).toEqual({ answers: true, kept: A.hash })
    })

    it('is what the next trial goes back to, and gives way to it', async () => {
      const { backend } = harness
      await backend.apply(A, LONG, never)
      await backend.keep(A)
      await backend.apply(B, LONG, never)
      expect(await harness.address()).toBe('10.9.0.9')
      expect(await backend.read()).toEqual({ answers: true, kept: A.hash })
      await backend.revert(A)
      await harness.addressBecomes('10.9.0.8')
      await backend.apply(B, LONG, never)
      await backend.keep(B)
      expect(await backend.read()).toEqual({ answers: true, kept: B.hash })
      await harness.powerCut()
      await harness.addressBecomes('10.9.0.9')
    })
  })

  describe('the network as it came', () => {
    const keptA = async () => {
      await harness.backend.apply(A, LONG, never)
      await harness.backend.keep(A)
      await harness.addressBecomes('10.9.0.8')
    }

    it('is tried beside what is kept, which a boot begins with', async () => {
      const { backend } = harness
      await keptA()
      await backend.apply(AS_IT_CAME, LONG, never)
      await harness.addressBecomes(BASE)
      expect(await backend.read()).toEqual({ answers: true, kept: A.hash })
      await backend.apply(AS_IT_CAME, LONG, never)
      expect(await harness.address()).toBe(BASE)
      await harness.powerCut()
      await harness.addressBecomes('10.9.0.8')
      await backend.revert(A)
      expect(await harness.address()).toBe('10.9.0.8')
    })

    it('is gone back from, whatever died in between', async () => {
      const { backend } = harness
      await keptA()
      await backend.apply(AS_IT_CAME, LONG, never)
      await harness.addressBecomes(BASE)
      await harness.killManager()
      await expect(backend.revert(A)).rejects.toMatchObject({ code: 'HF_NETWORK_UNAVAILABLE' })
      await harness.startManager()
      for (let times = 0; times < 2; times += 1) {
        await backend.revert(A)
        await harness.addressBecomes('10.9.0.8')
        expect(await backend.read()).toEqual({ answers: true, kept: A.hash })
      }
      await harness.powerCut()
      await harness.addressBecomes('10.9.0.8')
    })

    it('is gone back from by the back end when nobody comes', async () => {
      const { backend } = harness
      await keptA()
      await backend.apply(AS_IT_CAME, 10_000, never)
      await harness.addressBecomes(BASE)
      await harness.pass(11_000)
      await harness.addressBecomes('10.9.0.8')
      await backend.revert(A)
      await harness.addressBecomes('10.9.0.8')
      expect(await backend.read()).toEqual({ answers: true, kept: A.hash })
      // What the back end has written by itself goes with the rest.
      await backend.apply(AS_IT_CAME, LONG, never)
      await backend.keep(AS_IT_CAME)
      await harness.powerCut()
      await harness.addressBecomes(BASE)
    })

    it('stays once it is kept, and nothing of ours does', async () => {
      const { backend } = harness
      await keptA()
      await backend.apply(AS_IT_CAME, LONG, never)
      for (let times = 0; times < 2; times += 1) {
        await backend.keep(AS_IT_CAME)
        await harness.addressBecomes(BASE)
        expect(await backend.read()).toEqual({ answers: true, kept: null })
      }
      await harness.powerCut()
      await harness.addressBecomes(BASE)
    })

    it('is kept although the power went between its proof and its keeping', async () => {
      const { backend } = harness
      await keptA()
      await backend.apply(AS_IT_CAME, LONG, never)
      await harness.powerCut()
      await backend.keep(AS_IT_CAME)
      await harness.addressBecomes(BASE)
      expect(await backend.read()).toEqual({ answers: true, kept: null })
    })

    it('does not cost a device its network that has lost what it knew', async () => {
      const { backend } = harness
      await keptA()
      await backend.apply(AS_IT_CAME, LONG, never)
      await backend.revert(null)
      await harness.addressBecomes('10.9.0.8')
      expect(await backend.read()).toEqual({ answers: true, kept: A.hash })
    })
  })

  it('that does not run says so, and changes nothing', async () => {
    const { backend } = harness
    await harness.killManager()
    expect(await backend.read()).toEqual({ answers: false, kept: null })
    const unavailable = expect.objectContaining({ code: 'HF_NETWORK_UNAVAILABLE' })
    await expect(backend.apply(A, LONG, never)).rejects.toEqual(unavailable)
    await expect(backend.keep(A)).rejects.toEqual(unavailable)
    await harness.startManager()
    await harness.addressBecomes(BASE)
    expect(await backend.read()).toEqual({ answers: true, kept: null })
  })
}
