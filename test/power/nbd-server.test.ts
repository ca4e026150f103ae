/** The server byte by byte; that it speaks to a real client, the rig's real test shows. */
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LoggedDisk } from './disk-log.ts'
import { type NbdServer, serveDisk } from './nbd-server.ts'

let directory: string
let disk: LoggedDisk<never>
let server: NbdServer
let socket: Socket

/** Sends hex, and takes as many bytes as the expected answer has, in hex. */
async function exchange(sent: string, expected: string): Promise<string> {
  socket.write(Buffer.from(sent.replaceAll(' ', ''), 'hex'))
  const count = expected.replaceAll(' ', '').length / 2
  let got = Buffer.alloc(0)
  while (got.length < count) {
    const some = socket.read() as Buffer | null
    if (some !== null) got = Buffer.concat([got, some])
    else await new Promise((resolve) => socket.once('readable', resolve))
  }
  return got.toString('hex')
}

const is = async (sent: string, expected: string): Promise<void> =>
  expect(await exchange(sent, expected)).toBe(expected.replaceAll(' ', ''))

const OPTION = '49484156454f5054'
const REPLY = '0003e889045565a9'
const SIZE = '0000000000001000'

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-nbd-'))
  disk = new LoggedDisk(4096)
  server = await serveDisk(disk, join(directory, 'socket'))
  socket = connect(join(directory, 'socket'))
  await is('', `4e42444d41474943 ${OPTION} 0003`)
})

afterEach(async () => {
  socket.destroy()
  await server.close()
  await rm(directory, { recursive: true })
})

describe('the block device server', () => {
  it('says no to an option that it does not know, and tells the size and what it can', async () => {
    await is(`00000003 ${OPTION} 00000008 00000000`, `${REPLY} 00000008 80000001 00000000`)
    const shape = `${REPLY} 00000007 00000003 0000000c 0000 ${SIZE} 000d ${REPLY} 00000007 00000001 00000000`
    await is(`${OPTION} 00000007 00000006 00000000 0000`, shape)
  })

  it('reads, writes and flushes in order, and the log has it so', async () => {
    await is(`00000003 ${OPTION} 00000001 00000000`, `${SIZE} 000d`)
    const [write, fua, flush, read] = ['0000 0001', '0001 0001', '0000 0003', '0000 0000']
    const at = '0000000000000200 00000002'
    await is(`25609513 ${write} 00000000000000a1 ${at} aabb`, '67446698 00000000 00000000000000a1')
    await is(`25609513 ${flush} 00000000000000a2 0000000000000000 00000000`, '67446698 00000000 00000000000000a2')
    await is(`25609513 ${fua} 00000000000000a3 ${at} ccdd`, '67446698 00000000 00000000000000a3')
    await is(`25609513 ${read} 00000000000000a4 ${at}`, '67446698 00000000 00000000000000a4 ccdd')
    expect(disk.log.events).toEqual([
      { op: 'write', offset: 512, data: Buffer.from('aabb', 'hex'), fua: false },
      { op: 'flush' },
      { op: 'write', offset: 512, data: Buffer.from('ccdd', 'hex'), fua: true },
    ])
  })

  it('refuses what lies beyond the end, and goes on', async () => {
    await is(`00000003 ${OPTION} 00000001 00000000`, `${SIZE} 000d`)
    await is('25609513 0000 0000 00000000000000a1 0000000000000fff 00000002', '67446698 00000016 00000000000000a1')
    await is('25609513 0000 0001 00000000000000a2 0000000000001000 00000001 ff', '67446698 00000016 00000000000000a2')
    await is('25609513 0000 0000 00000000000000a3 0000000000000fff 00000001', '67446698 00000000 00000000000000a3 00')
    expect(disk.log.events).toEqual([])
  })
})
