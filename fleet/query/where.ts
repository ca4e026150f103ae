/**
 * `--where`: the devices that a command is about, by their tags.
 *
 * Invariant: the registrar is asked only when a query asks for tags; a query that cannot be read is a fault of the
 * command line, with the place in it.
 */
import { resolve } from 'node:path'
import { type Args, usage } from '../cli/args.ts'
import type { Flag } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import { ask as askRegistrar } from '../registrar/control.ts'
import { asksForTags, chooses } from './match-query.ts'
import { parseQuery, type Query, QueryFault } from './parse-query.ts'

export const WHERE_FLAG: Readonly<Record<string, Flag>> = {
  where: {
    value: 'QUERY',
    multiple: true,
    help: 'only devices with these tags: "site=berlin, model in (a,b), !canary" (docs/fleets.md); of several any will do',
  },
}

export const REGISTRAR_DATA_FLAG: Readonly<Record<string, Flag>> = {
  'registrar-data': {
    value: 'DIR',
    help: "the registrar's data, where tags are asked for; default as for holdfast devices",
  },
}

/** Whether a device is one that the command is about. */
export type Chosen = (device: { name: string; fleet: string }) => boolean

/** @throws HF_USAGE with the place of the fault */
export function queriesOf(args: Args): Query[] {
  return args.all('where').map((text) => {
    try {
      return parseQuery(text)
    } catch (error) {
      if (!(error instanceof QueryFault)) throw error
      throw usage(error.message, `--where ${JSON.stringify(text.slice(0, 200))}, character ${error.at + 1}`)
    }
  })
}

/** @throws HF_USAGE, HF_FILE_UNREADABLE, HF_STORE_… */
export async function chosenBy(args: Args, io: Io): Promise<Chosen> {
  const queries = queriesOf(args)
  if (!asksForTags(queries)) return (device) => chooses(queries, { ...device, tags: [] })
  const tags = new Map((await taggedDevices(args, io)).map((device) => [device.name, device.tags]))
  return (device) => chooses(queries, { ...device, tags: tags.get(device.name) ?? [] })
}

/** What the registrar knows of the devices that have an identity. @throws HF_FILE_UNREADABLE, HF_STORE_… */
export async function taggedDevices(
  args: Args,
  io: Io,
): Promise<{ name: string; fleet: string; tags: readonly string[] }[]> {
  const data = resolve(
    io.cwd,
    args.text('registrar-data') ?? io.env.HOLDFAST_REGISTRAR ?? '/var/lib/holdfast-registrar',
  )
  const { answer } = await askRegistrar<'devices'>(data, { do: 'devices' })
  return answer.devices.filter(({ state }) => state === 'active')
}
