/** Boards that claim their identity, on disks that take nothing, at a broker where the certificate is the client id. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { Outcome } from '../../protocol/enums.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Report } from '../../protocol/types.ts'
import { until } from '../e2e/until.ts'
import { describeReal } from '../rig/use-rig.ts'
import { Boards } from './boards.ts'
import { type Ear, Site } from './site.ts'

const run = promisify(execFile)
const isUnwritable = ({ blockers }: Report) => blockers.some(({ code }) => code === 'HF_STORE_UNWRITABLE')

describeReal('a board whose disk takes nothing when its agent starts', (rig) => {
  let folder: string
  let site: Site
  let boards: Boards
  let operator: Ear
  const disk = () => join(folder, 'disk')
  const remount = (how: 'ro' | 'rw') => run('mount', ['-o', `remount,${how}`, disk()])

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-unwritable-board-'))
    await mkdir(disk())
    await run('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk()])
    site = await Site.open()
    boards = await Boards.on(site, rig.engine)
    operator = await site.operator()
    await site.registrar()
    await writeFile(site.path('shop.token'), await site.token('shop', 1))
    await boards.make('board-1', { device: 'till-1', tokenFile: site.path('shop.token') }, undefined, {
      dataDir: join(disk(), 'data'),
    })
  })
  afterAll(async () => {
    await boards?.clear()
    await site?.clear()
    await run('umount', [disk()])
    await rm(folder, { recursive: true })
  })

  it('and that has no identity yet, waits, and claims when the disk is mended', async () => {
    await remount('ro')
    const agent = boards.start('board-1')
    await until('it to say that nobody can be told', () => agent.err.join('\n').includes('nobody can be told'))
    await remount('rw')
    const report = await boards.reported('till-1', agent)
    expect(report).toMatchObject({ device: 'till-1', fleet: 'shop' })
    await boards.stop(agent)
  })

  it('tells it by its certificate, and takes the commands of meanwhile once the disk is mended', async () => {
    const { command, result } = deviceTopics('till-1')
    await operator.client.subscribeAsync(result, { qos: 1 })
    const send = (id: string) =>
      operator.client.publishAsync(command, Buffer.from(encode(KINDS.Command, { id, identify: {} })), { qos: 1 })
    const answers = (id: string) =>
      operator.heard
        .filter((line) => line.startsWith(`${result} `))
        .map((line) => decode(KINDS.Result, Buffer.from(line.slice(result.length + 1), 'latin1')))
        .filter((one) => one.id === id)
    const keys = (await readdir(join(disk(), 'data', 'identity'))).sort()

    await remount('ro')
    await send('before')
    const agent = boards.start('board-1')
    const report = await boards.reported('till-1', agent, isUnwritable)
    expect(report).toMatchObject({ device: 'till-1', fleet: 'shop' })
    expect(report.encryptionKey).toHaveLength(32)
    await send('meanwhile')
    expect(answers('before')).toEqual([])

    await remount('rw')
    for (const id of ['before', 'meanwhile']) {
      await until(
        `the answer to ${id}`,
        () => answers(id).length > 0,
        () => agent.err.join('\n'),
      )
      expect(answers(id)).toMatchObject([{ outcome: Outcome.OUTCOME_OK }])
    }
    await boards.reported('till-1', agent, (one) => !isUnwritable(one))
    expect((await readdir(join(disk(), 'data', 'identity'))).sort()).toEqual(keys)
    await boards.stop(agent)
  })
})
