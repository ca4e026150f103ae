/** The desk alone: what it does with messages that nobody keeps, and with a folder that is there. */
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NEVER } from 'rxjs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { BrokerPort } from '../../agent/broker-port.ts'
import { OperatorDesk } from '../../agent/operator-desk.ts'
import { connectDesk } from '../../fleet/broker/desk.ts'

const TOPIC = 'hf/1/device/d/command'
const QUIET = { debug() {}, info() {}, warn() {}, error() {} }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-desk-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('goes on after a message that nobody keeps, and says that it is not kept', async () => {
  const desk = new OperatorDesk({
    device: 'd',
    accepts: new Set([TOPIC]),
    log: QUIET,
    clock: { sleep: () => new Promise((resolve) => setTimeout(resolve, 20)) },
    standing: async () => [],
  })
  const broker = { deliveries: NEVER, connection: NEVER } as unknown as BrokerPort
  let seen = 0
  desk.beside(broker).deliveries.subscribe(({ ack }) => {
    seen += 1
    if (seen > 1) ack()
  })
  const path = join(folder, 'operator.sock')
  await desk.listen(path)
  const client = await connectDesk(path, () => {})
  await expect(client.publish(TOPIC, new Uint8Array(), false)).rejects.toMatchObject({ code: 'HF_BROKER_REFUSED' })
  await client.publish(TOPIC, new Uint8Array(), false)
  expect(seen).toBe(2)
  await client.close()
  await desk.close()
})

it('leaves a folder that is there as it is', async () => {
  await chmod(folder, 0o700)
  const desk = new OperatorDesk({
    device: 'd',
    accepts: new Set(),
    log: QUIET,
    clock: { sleep: async () => {} },
    standing: async () => [],
  })
  await desk.listen(join(folder, 'operator.sock'))
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  await desk.close()
})
