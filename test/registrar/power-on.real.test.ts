/** True agents, from their first power-on: claim, certificate, mutual TLS, report; and how they lose it again. */
import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Presence } from '../../protocol/types.ts'
import type { HoldfastProcess } from '../e2e/holdfast-process.ts'
import { until } from '../e2e/until.ts'
import { describeReal } from '../rig/use-rig.ts'
import { Boards } from './boards.ts'
import { Site } from './site.ts'

describeReal('agents that claim their identity', (rig) => {
  let site: Site
  let boards: Boards
  /** Of the board of that number. */
  let second: HoldfastProcess
  beforeAll(async () => {
    site = await Site.open()
    await site.registrar()
    boards = await Boards.on(site, rig.engine)
  })
  afterAll(async () => {
    await boards.clear()
    await site.clear()
  })

  /** Switches a new board on. @param proof of the claim's configuration */
  async function powerOn(board: string, proof: object): Promise<HoldfastProcess> {
    await boards.make(board, proof)
    return boards.start(board)
  }

  const waitingFor = async (device: string) => {
    const { out } = await site.holdfast('devices', '--json')
    const lines = out
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; device?: string; fingerprint: string })
    return lines.find((line) => line.event === 'claim' && line.device === device)
  }

  it('become somebody by token, by serial and by approval, and report over mutual TLS', async () => {
    await writeFile(site.path('shop.token'), await site.token('shop', 1))
    await writeFile(site.path('boards.csv'), 'S-2,one-time-code,shop,till-2\n')
    await writeFile(site.path('S-2.code'), 'one-time-code\n')
    expect((await site.holdfast('serials', 'import', 'boards.csv')).code).toBe(0)
    const began = performance.now()
    const first = await powerOn('board-1', { device: 'till-1', tokenFile: site.path('shop.token') })
    await boards.reported('till-1', first)
    const tookMs = performance.now() - began
    second = await powerOn('board-2', { serial: 'S-2', codeFile: site.path('S-2.code') })
    const third = await powerOn('board-3', { device: 'till-3', fleet: 'shop' })
    expect(await boards.reported('till-2', second)).toMatchObject({ device: 'till-2', fleet: 'shop' })
    const waiting = await until('the claim of the third', () => waitingFor('till-3'))
    expect((await site.holdfast('devices', 'approve', waiting.fingerprint)).code).toBe(0)
    expect(await boards.reported('till-3', third)).toMatchObject({ device: 'till-3', fleet: 'shop' })
    // From the start of a process to the report that the broker has passed on, on a machine with other work.
    expect(tookMs).toBeLessThan(60_000)
    expect(existsSync(site.path('shop.token'))).toBe(false)
  })

  it('are shown online again when the death of a connection before comes late, and is what the broker keeps', async () => {
    const { presence } = deviceTopics('till-2')
    const operator = await site.operator()
    const said = (): Presence[] =>
      operator.heard.map((line) => decode(KINDS.Presence, Buffer.from(line.slice(presence.length + 1), 'latin1')))
    await operator.client.subscribeAsync(presence, { qos: 1 })
    const birth = await until('its birth', () => said().find(({ online }) => online))
    // As a bridge between two brokers would bring it: the broker itself tells a will before the next connection stands.
    const { client } = await site.operator('registrar')
    const late = encode(KINDS.Presence, { ...birth, online: false, connection: birth.connection - 1 })
    await client.publishAsync(presence, Buffer.from(late), { qos: 1, retain: true })
    await until('the death, and its answer', () => said().findLastIndex(({ online }) => !online) === said().length - 2)
    expect(said().at(-1)).toEqual(birth)
    const later = await site.operator()
    await later.client.subscribeAsync(presence, { qos: 1 })
    await until('what the broker keeps', () => later.heard.length > 0)
    expect(later.heard).toEqual([operator.heard.at(-1)])
  })

  it('have a doctor that knows who they are, beside an agent that runs', async () => {
    const { status, findings } = await boards.examined('board-2')
    const of = (layer: string) => findings.filter((finding) => finding.layer === layer)
    expect(of('identity')).toMatchObject([{ state: 'ok', what: expect.stringContaining('till-2 of shop') }])
    const broker = expect.objectContaining({ state: 'ok', what: expect.stringContaining('it lets us in') })
    expect(of('broker')).toContainEqual(broker)
    expect(status).toBe(0)
    expect(boards.reportOf('till-2')).not.toBeNull()
  })

  it('find what waited for them at the broker, also when a doctor has looked meanwhile', async () => {
    await boards.stop(second)
    const { command, result } = deviceTopics('till-2')
    const operator = await site.operator()
    await operator.client.subscribeAsync(result, { qos: 1 })
    const asked = Buffer.from(encode(KINDS.Command, { id: 'waits', identify: {} }))
    await operator.client.publishAsync(command, asked, { qos: 1 })
    const broker = expect.objectContaining({ state: 'ok', what: expect.stringContaining('it lets us in') })
    expect((await boards.examined('board-2')).findings).toContainEqual(broker)
    const answers = () =>
      operator.heard.map((line) => decode(KINDS.Result, Buffer.from(line.slice(result.length + 1), 'latin1')))
    expect(answers()).toEqual([])
    second = boards.start('board-2')
    await until('the answer', () => answers().length > 0)
    expect(answers()).toMatchObject([{ id: 'waits', device: 'till-2' }])
  })

  it('lose their keys when their identity is taken back', async () => {
    const identity = site.path('board-1/data/identity')
    const before = await readdir(identity)
    expect(before.length).toBeGreaterThan(0)
    expect((await site.holdfast('devices', 'revoke', 'till-1')).code).toBe(0)
    await until('its keys to be gone', async () => !(await readdir(identity)).some((name) => before.includes(name)))
    const { first, findings } = await boards.examined('board-1')
    expect(findings).toContainEqual(expect.objectContaining({ layer: 'identity', state: 'warn' }))
    expect(first).toBeNull()
  })
})
