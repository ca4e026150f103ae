import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { mmcliModems } from './modems.ts'

const [FIRST, SECOND] = [0, 1].map((n) => `/org/freedesktop/ModemManager1/Modem/${n}`)
const modem = (port: string) =>
  JSON.stringify({
    modem: {
      '3gpp': { 'operator-name': 'Example Mobile', 'registration-state': 'home' },
      generic: {
        'access-technologies': ['lte'],
        ports: [port],
        'signal-quality': { recent: 'yes', value: '62' },
        state: 'connected',
        'state-failed-reason': '--',
      },
    },
  })

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-modems-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** An mmcli that writes so, by its arguments. */
async function saying(cases: string): Promise<string> {
  const program = join(folder, 'mmcli')
  await writeFile(program, `#!/bin/sh\necho "$*" >> ${folder}/asked\ncase "$*" in\n${cases}\n*) exit 9 ;;\nesac\n`)
  await chmod(program, 0o755)
  return program
}
const LIST = `'--output-json --list-modems') echo '${JSON.stringify({ 'modem-list': [FIRST, SECOND] })}' ;;`
const asked = async (): Promise<number> => (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n').length

it('asks of each modem that there is', async () => {
  const program = await saying(
    `${LIST}\n'--output-json --modem ${FIRST}') echo '${modem('wwan0 (net)')}' ;;\n'--output-json --modem ${SECOND}') echo '${modem('wwan1 (net)')}' ;;`,
  )
  const reading = {
    state: 'connected',
    registration: 'home',
    operator: 'Example Mobile',
    technology: 'lte',
    qualityPercent: 62,
  }
  expect(await mmcliModems(program).read()).toEqual([
    { interfaces: ['wwan0'], reading },
    { interfaces: ['wwan1'], reading },
  ])
})

it('is told names in their own letters, whatever the language of the agent', async () => {
  const said = modem('wwan0 (net)').replace('Example Mobile', 'Telefónica Móviles')
  const inItsLocale = `iconv -c -f UTF-8 -t "$(locale charmap)"`
  const program = await saying(`${LIST}\n'--output-json --modem ${FIRST}') echo '${said}' | ${inItsLocale} ;;`)
  expect(await mmcliModems(program).read()).toMatchObject([{ reading: { operator: 'Telefónica Móviles' } }])
})

it('has nothing of a modem that went in between, and keeps the other one', async () => {
  const program = await saying(`${LIST}\n'--output-json --modem ${FIRST}') echo '${modem('wwan0 (net)')}' ;;`)
  expect(await mmcliModems(program).read()).toMatchObject([{ interfaces: ['wwan0'] }])
  expect(await asked()).toBe(3)
})

it('has nothing where ModemManager does not run, and asks no further', async () => {
  const program = await saying(
    `*--list-modems) echo "error: couldn't find the ModemManager process in the bus"; exit 1 ;;`,
  )
  expect(await mmcliModems(program).read()).toEqual([])
  expect(await asked()).toBe(1)
})

it('has nothing where there is no such program', async () => {
  expect(await mmcliModems(join(folder, 'nothing')).read()).toEqual([])
})

it('ends although it hangs', async () => {
  const began = performance.now()
  expect(await mmcliModems(await saying(`*--list-modems) exec sleep 600 ;;`)).read()).toEqual([])
  expect(performance.now() - began).toBeLessThan(60_000)
}, 120_000)
