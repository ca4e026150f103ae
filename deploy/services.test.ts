/** The services of the operator's side start what "broker config" has written, by flags that there are. */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
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

it('of the brokers: each of the two as it was configured, and no more connections of strangers than that', async () => {
  const written = (await desk.run('broker config mosquitto --out broker --state state --host h --data data')).out
  for (const name of ['mosquitto', 'mosquitto-claims']) {
    const [program, , file] = started(unit(`holdfast-${name}.service`))
    expect([program, file]).toEqual(['/usr/sbin/mosquitto', `${OUT}/${name}.conf`])
    expect(written).toContain(`mosquitto -c ${file!.replace(OUT, desk.path('broker'))}\n`)
  }
  const most = /^max_connections (\d+)$/m.exec(await readFile(desk.path('broker/mosquitto-claims.conf'), 'utf8'))![1]
  const files = Number(/^LimitNOFILE=(\d+)$/m.exec(unit('holdfast-mosquitto-claims.service'))![1])
  expect(files - Number(most)).toBeGreaterThan(20)
  expect(files - Number(most)).toBeLessThan(100)
})

/** As systemd reads it: a variable with braces stands in its word, one without is as many words as it says. */
function registrarLine(authority = ''): string[] {
  const { line } = /^ExecStart=(?<line>.*)$/m.exec(unit('holdfast-registrar.service'))!.groups!
  const words = line!.replaceAll('$' + '{BROKER}', 'localhost').replace(/ \$AUTHORITY$/, ` ${authority}`)
  return shellWords(words.trimEnd())!.map((word) => word.replace(OUT, desk.path('broker')))
}
/** Where nobody listens: nothing of it was a mistake. */
const elsewhere = (words: readonly string[]) => words.slice(1).map((word) => word.replace(/:8885$/, ':1'))

it('of the registrar: understood by it, and told to reload the broker of devices', async () => {
  const words = registrarLine()
  expect(words[0]).toBe('/usr/lib/holdfast/holdfast.mjs')
  const flag = (name: string) => words[words.indexOf(name) + 1]
  expect(flag('--broker')).toBe(`mqtts://localhost:${DEFAULT_PORTS.operators}`)
  expect(flag('--device-broker')).toBe(`mqtts://localhost:${DEFAULT_PORTS.devices}`)
  expect(await desk.run([...elsewhere(words), '--data', 'data'])).toMatchObject({ code: 3 })
  expect(flag('--reload')).toBe('systemctl reload holdfast-mosquitto')
})

it('of the registrar: opens an authority whose key is encrypted, when it is told where the passphrase stands', async () => {
  await desk.write('passphrase', 'correct horse\n')
  const flags = `--passphrase-file ${desk.path('passphrase')}`
  expect(await desk.run(`registrar init --data sealed ${flags}`)).toMatchObject({ code: 0 })
  const run = (authority: string) => desk.run([...elsewhere(registrarLine(authority)), '--data', 'sealed'])
  expect(await run('')).toMatchObject({ code: 1, err: expect.stringContaining('HF_KEY_INVALID') as string })
  expect(await run(flags)).toMatchObject({ code: 3 })
})
