/** `holdfast devices`: who has an identity, who waits for one, and what an operator decides about them. */
import { type Args, usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import { paintWith } from '../cli/style.ts'
import { isWide, OUTPUT_FLAG } from '../cli/table.ts'
import { chooses } from '../query/match-query.ts'
import { queriesOf, WHERE_FLAG } from '../query/where.ts'
import { ask } from '../registrar/control.ts'
import { DATA_FLAG, dataDirectory } from '../registrar/data-options.ts'
import { claimLines, deviceLines } from '../registrar/devices-table.ts'
import { fingerprintOf } from '../registrar/fingerprint.ts'

const ACTIONS = ['list', 'approve', 'reject', 'revoke', 'forget', 'tag', 'move']

export const command: CommandBody = {
  usage: '[list | approve CLAIM | reject CLAIM | revoke NAME | forget NAME | tag NAME [TAG …] | move NAME FLEET]',
  positionals: [0, Number.POSITIVE_INFINITY],
  flags: {
    name: { value: 'NAME', help: 'with approve: what it shall be called; default as it wishes' },
    fleet: { value: 'NAME', help: 'with approve: its fleet, default as it wishes; with list: only this fleet' },
    replace: { help: 'with approve: it takes the place of the device of that name, whose certificates are revoked' },
    'wipe-volumes': { help: 'with revoke: the device is to EMPTY ITS VOLUMES FOR GOOD too' },
    ...WHERE_FLAG,
    json: { help: 'one JSON line for each device, claim or action' },
    ...OUTPUT_FLAG,
    ...DATA_FLAG,
  },
  details: `CLAIM is the fingerprint that the device shows, or its first digits: compare it before you approve. A claim
waits for approval when it came without a token or a serial, or wishes a name that is in use.

A device that is revoked is told so if it is connected, and wipes its credentials; within seconds the
broker ends its connection and takes no other. Its name is kept from others until it is forgotten.

A device that moves is given its next certificate for the other fleet. It is called to ask for it at once if it is
connected, and each time that it connects, until it has; then the broker lets it read the other fleet's target and no more
that of the one before. It forgets what it was told as a member of that one, and keeps its containers until it has
another target. A device that was enrolled by hand has its fleet in its configuration file.

Where a registrar runs on the data it is asked; otherwise the data is changed and the broker is told at the
registrar's next start.

Exit codes: 0 done; 1 refused, or not known; 2 the command line was not understood.`,
  async run(args, io) {
    const [action = 'list', word, ...rest] = args.positionals
    const data = dataDirectory(args, io)
    const tell = (event: string, facts: object, sentence: string, byRegistrar: boolean): number => {
      io.out(args.has('json') ? `${JSON.stringify({ event, ...facts })}\n` : `${sentence}\n`)
      if (!byRegistrar) io.err('note: no registrar runs on this data; it acts on it at its next start\n')
      return EXIT.OK
    }
    if (!ACTIONS.includes(action)) throw usage(`${JSON.stringify(action)} is not one of ${ACTIONS.join(', ')}`)
    if (action === 'list' ? word !== undefined : word === undefined)
      throw usage(action === 'list' ? 'takes nothing behind it' : 'needs a word behind it', action)
    if (action === 'move' && rest.length !== 1) throw usage('needs a device and a fleet', action)
    if (action !== 'tag' && action !== 'move' && rest.length > 0) throw usage(`${JSON.stringify(rest[0])} is too much`)
    switch (action) {
      case 'approve': {
        const [device, fleet] = [args.text('name'), args.text('fleet')]
        const request = { do: 'approve', claim: word!, device, fleet, replace: args.has('replace') } as const
        const { answer, byRegistrar } = await ask<'approve'>(data, request)
        const facts = { claim: answer.id, device: answer.device, fleet: answer.fleet }
        return tell(
          'approved',
          facts,
          `${fingerprintOf(answer.id)} is ${answer.device} of ${answer.fleet}`,
          byRegistrar,
        )
      }
      case 'reject': {
        const { answer, byRegistrar } = await ask<'reject'>(data, { do: 'reject', claim: word! })
        return tell('rejected', { claim: answer.id }, `${fingerprintOf(answer.id)} is rejected`, byRegistrar)
      }
      case 'revoke': {
        const request = { do: 'revoke', device: word!, erase: args.has('wipe-volumes') } as const
        const { answer, byRegistrar } = await ask<'revoke'>(data, request)
        return tell('revoked', { device: answer.name, erased: answer.erased }, `${answer.name} is revoked`, byRegistrar)
      }
      case 'forget': {
        const { byRegistrar } = await ask<'forget'>(data, { do: 'forget', device: word! })
        return tell('forgotten', { device: word }, `${word} is forgotten`, byRegistrar)
      }
      case 'move': {
        const { answer, byRegistrar } = await ask<'move'>(data, { do: 'move', device: word!, fleet: rest[0]! })
        const { fleet, movesTo } = answer
        const sentence =
          movesTo === undefined ? `${word} stays in ${fleet}` : `${word} moves from ${fleet} to ${movesTo}`
        return tell('moves', { device: word, from: fleet, to: movesTo ?? fleet }, sentence, byRegistrar)
      }
      case 'tag': {
        const { answer, byRegistrar } = await ask<'tag'>(data, { do: 'tag', device: word!, tags: rest })
        return tell('tagged', { device: word, tags: answer.tags }, `${word}: ${answer.tags.join(' ')}`, byRegistrar)
      }
      default:
        return list(data, args, io)
    }
  },
}

async function list(data: string, args: Args, io: Io): Promise<number> {
  const fleet = args.text('fleet')
  const queries = queriesOf(args)
  const wide = isWide(args)
  const { answer } = await ask<'devices'>(data, { do: 'devices' })
  const devices = answer.devices.filter(
    (device) => (fleet === undefined || device.fleet === fleet) && chooses(queries, device),
  )
  // A claim has no tags yet.
  const claims =
    queries.length > 0
      ? []
      : answer.claims.filter((claim) => fleet === undefined || claim.fleet === '' || claim.fleet === fleet)
  if (args.has('json')) {
    for (const { certificates: _, given: __, ...shown } of devices)
      io.out(`${JSON.stringify({ event: 'device', ...shown })}\n`)
    for (const { request: _, ...shown } of claims)
      io.out(`${JSON.stringify({ event: 'claim', fingerprint: fingerprintOf(shown.id), ...shown })}\n`)
    return EXIT.OK
  }
  const paint = paintWith(io.colour)
  const now = Date.now()
  const lines = devices.length === 0 ? ['no devices'] : deviceLines(devices, { nowMs: now, paint, wide })
  if (claims.length > 0) lines.push('', ...claimLines(claims, now, paint))
  io.out(`${lines.join('\n')}\n`)
  return EXIT.OK
}
