/** The services of the operator's side start what "broker config" has written, by flags that there are. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEFAULT_PORTS } from '../fleet/registrar/broker-options.ts'
import { Desk } from '../fleet/testing.ts'
import { shellWords } from '../fleet/text/shell-words.ts'

const OUT = '/etc/mosquitto/holdfast'
const unit = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8').replaceAll('\\\n', '')
const started = (text: string) => shellWords(/^ExecStart=(.*)$/m.exec(text)![1]!)!

let desk: Desk
beforeAll(async () => {
  desk = await Desk.open()
})
afterAll(() => desk.clear())

it('of the brokers: each of the two, and its rules again when it is told to', async () => {
  const written = (await desk.run('broker config mosquitto --out broker --state state --host h --data data')).out
  const [program, , file] = started(unit('holdfast-mosquitto@.service'))
  expect(program).toBe('/usr/sbin/mosquitto')
  for (const instance of ['mosquitto', 'mosquitto-claims']) {
    const name = file!.replace('%i', instance).replace(`${OUT}/`, '')
    expect(written).toContain(`mosquitto -c ${desk.path('broker')}/${name}\n`)
  }
})

it('of the registrar: understood by it, and told to reload the broker of devices', async () => {
  const text = unit('holdfast-registrar.service')
  const words = started(text).map((word) => word.replace(/\$\{BROKER\}/, 'localhost').replace(OUT, desk.path('broker')))
  expect(words[0]).toBe('/usr/lib/holdfast/holdfast.mjs')
  const flag = (name: string) => words[words.indexOf(name) + 1]
  expect(flag('--broker')).toBe(`mqtts://localhost:${DEFAULT_PORTS.operators}`)
  expect(flag('--device-broker')).toBe(`mqtts://localhost:${DEFAULT_PORTS.devices}`)
  // Where nobody listens: nothing of it was a mistake.
  const elsewhere = words.slice(1).map((word) => word.replace(/:8885$/, ':1'))
  expect(await desk.run([...elsewhere, '--data', 'data'])).toMatchObject({ code: 3 })
  expect(flag('--reload')).toBe('systemctl reload holdfast-mosquitto@mosquitto')
})
