/** `holdfast status` of many devices: which, how wide, and as they change. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { main } from '../main.ts'
import { Desk, terminal } from '../testing.ts'

let desk: Desk
beforeEach(async () => {
  desk = await Desk.open()
})
afterEach(() => desk.clear())

const RUNS = { current: { epoch: 7, releaseId: 'sha256:1', name: 'shop', version: '1.2' } }

describe('status', () => {
  it('shows the devices that a query chooses', async () => {
    for (const [name, fleet] of [
      ['a', 'f'],
      ['b', 'g'],
      ['c', 'f'],
    ] as const)
      await (await desk.device(name, fleet)).reports({})
    const shown = async (line: string) => (await desk.run(`${line} --json`)).lines.map(({ device }) => device)
    expect(await shown('status --where device!=a,fleet=f')).toEqual(['c'])
    expect(await shown('status --where device=a --where fleet=g')).toEqual(['a', 'b'])
    expect((await desk.run('status --where site=')).err).toMatch(/--where "site=", character 6: a value is missing/)
  })

  it('says whether nobody has reported or nobody matches', async () => {
    expect((await desk.run('status --where device=z')).err).toBe('no device has reported\n')
    await (await desk.device('a')).reports({})
    const { err, code } = await desk.run('status --where device=z')
    expect({ err, code }).toEqual({ err: 'the one device that has reported does not match\n', code: 0 })
    await (await desk.device('b')).reports({})
    const none = 'none of the 2 devices that have reported matches\n'
    for (const line of ['status --where device=z', 'status --fleet g']) expect((await desk.run(line)).err).toBe(none)
    expect(await desk.run('status --device z')).toMatchObject({ code: 1, err: 'z has never reported\n' })
    // Of the others nothing was heard: it alone was asked for.
    const other = 'status --device a --fleet g'
    expect(await desk.run(other)).toMatchObject({ code: 1, err: 'a does not match\n' })
    expect((await desk.run(`${other} --watch`)).err).toContain('does not match the other flags')
  })

  it('has more columns when it is wide', async () => {
    await (await desk.device('a')).reports({
      ...RUNS,
      agentVersion: '9.9',
      host: { deviceType: 'pi4', architecture: 'arm64' },
    })
    expect((await desk.run('status')).out).not.toContain('pi4')
    expect((await desk.run('status -o wide')).out).toMatch(/AGENT.*\n.*7 \(shop 1.2\).* f +9\.9 +pi4 arm64/)
    expect(await desk.run('status -o narrow')).toMatchObject({ code: 2 })
  })

  it('tells each change while it watches, once', async () => {
    const device = await desk.device('a')
    await device.reports({ phase: 'idle' })
    const stop = new AbortController()
    const shown = terminal({ interrupt: stop.signal, env: { HOLDFAST_BROKER: desk.url } })
    const watching = main(['status', '--watch', '--json'], shown.io)
    await vi.waitFor(() => expect(shown.out()).toContain('"idle"'), 30_000)
    await device.reports({ phase: 'fetching' })
    await vi.waitFor(() => expect(shown.out()).toContain('"fetching"'), 30_000)
    stop.abort()
    expect(await watching).toBe(0)
    for (const word of ['"idle"', '"fetching"'])
      expect(
        shown
          .out()
          .split('\n')
          .filter((line) => line.includes(word)),
      ).toHaveLength(1)
  })

  it('draws the table over again on a terminal', async () => {
    const device = await desk.device('a')
    await device.reports({ phase: 'idle' })
    const stop = new AbortController()
    const shown = terminal({ interrupt: stop.signal, terminal: true, env: { HOLDFAST_BROKER: desk.url } })
    const watching = main(['status', '--watch'], shown.io)
    await vi.waitFor(() => expect(shown.out()).toContain('idle'), 30_000)
    await device.reports({ phase: 'fetching' })
    await vi.waitFor(() => expect(shown.out()).toContain('fetching'), 30_000)
    stop.abort()
    expect(await watching).toBe(0)
    expect(shown.out().match(/DEVICE/g)!.length).toBeGreaterThanOrEqual(2)
    expect(shown.out()).toContain(`${String.fromCharCode(27)}[2A`)
  })
})

describe('send to many', () => {
  const OK = { result: { outcome: 1, message: 'paused' } }

  it('goes to each that is chosen, and tells who did not do it', async () => {
    for (const name of ['a', 'b', 'c']) await (await desk.device(name)).answers(() => OK)
    await (await desk.device('d')).answers(() => ({ result: { outcome: 3, code: 'HF_BUSY', message: 'not now' } }))
    const some = await desk.run('send --where device!=d pause')
    expect(some.code).toBe(0)
    expect(some.out.trim().split('\n').sort()).toEqual(['a: paused', 'b: paused', 'c: paused'])
    const all = await desk.run('send --fleet f pause --json')
    expect(all.code).toBe(1)
    expect(all.lines).toHaveLength(4)
  })

  it('is refused when nobody is chosen, and for an action that is none', async () => {
    expect((await desk.run('send --fleet g pause')).err).toContain('HF_DEVICE_UNKNOWN')
    expect(await desk.run('send --fleet g dance')).toMatchObject({ code: 2 })
    expect(await desk.run('send d')).toMatchObject({ code: 2 })
  })
})
