/** `holdfast vars`: what containers of one device find in their environment, over what the release says. */

import { resolve } from 'node:path'
import { encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { checkSecrets } from '../../protocol/sealed-secrets.ts'
import { seal } from '../../protocol/signature.ts'
import { checkName, deviceTopics } from '../../protocol/topics.ts'
import type { Secrets } from '../../protocol/types.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { warning } from '../cli/io.ts'
import { alignColumns, paintWith, plain } from '../cli/style.ts'
import { trustOver } from '../follow/published.ts'
import { refuseUncounted } from '../follow/published-trust.ts'
import { Watch } from '../follow/watch.ts'
import { countedSecrets, shownSecrets } from '../secrets/published-secrets.ts'
import { variableDoubts } from '../secrets/variable-doubts.ts'
import { writeAtomic } from '../signing/files.ts'
import { KEY_FLAGS, loadPrivateKeys, needRole } from '../signing/key-files.ts'

export const command: CommandBody = {
  usage: 'list DEVICE | set DEVICE NAME=VALUE … | remove DEVICE NAME …',
  positionals: [2, Number.POSITIVE_INFINITY],
  flags: {
    out: { value: 'FILE', help: 'with set and remove: write it there, for others to sign too, and publish nothing' },
    'replace-foreign': { help: 'begin with none, where what is published is signed by keys that do not count' },
    json: { help: 'one JSON line for each variable, or for what was done' },
    ...KEY_FLAGS,
    ...BROKER_FLAGS,
  },
  details: `A NAME is for every service of the device; SERVICE:NAME is for one, and goes over it. They are signed with the
release key, beside the device's secrets: they are no secrets, and whoever reads at the broker reads them. The release
stays the same; services whose environment changes are made anew, and what the device holds it keeps through power cuts
and other releases. Where a chain of trust asks for several release keys, give all of them; or write a file with --out,
have it signed by "holdfast keys sign" where the other keys are, and publish it by "holdfast secrets publish FILE".
Behind --replace-foreign run "holdfast secrets sync": the secrets that stood there are not taken over either.

Exit codes: 0 done; 1 refused, or not known; 2 the command line was not understood; 3 the broker was not reached.`,
  async run(args, io) {
    const [action, word, ...words] = args.positionals as [string, string, ...string[]]
    if (!['list', 'set', 'remove'].includes(action))
      throw usage(`${JSON.stringify(action)} is not one of list, set, remove`)
    if ((action === 'list') !== (words.length === 0))
      throw usage(
        action === 'list' ? `${JSON.stringify(words[0])} is too much` : 'needs a variable behind the device',
        action,
      )
    const out = args.text('out')
    if (action === 'list' && (out !== undefined || args.has('replace-foreign')))
      throw usage('goes with set and remove', out === undefined ? '--replace-foreign' : '--out')
    const device = checkName('device', word)
    const options = await brokerOptions(args, io)
    const keys = action === 'list' ? [] : await loadPrivateKeys(args, io)
    if (action !== 'list') needRole(keys, 'release')
    const { secrets: topic } = deviceTopics(device)
    const warn = warning(io)
    const watch = await Watch.open(options, warn, [topic], device)
    try {
      const stands = watch.last(topic)
      const trust = action === 'list' ? null : await trustOver(watch, { fleet: '', device }, warn)
      const last = action === 'list' ? shownSecrets(stands, device) : countedSecrets(stands, trust ?? keys, device)
      if (last === null && stands !== null && !args.has('replace-foreign'))
        throw new HoldfastError(
          'HF_SIGNATURE_INVALID',
          'what is published there is signed by other release keys than count; give --replace-foreign to begin anew',
          { place: topic },
        )
      const before = last?.variables ?? {}
      if (action === 'list') {
        const all = Object.entries(before).sort(([a], [b]) => (a < b ? -1 : 1))
        if (args.has('json'))
          for (const [name, value] of all) io.out(`${JSON.stringify({ event: 'variable', device, name, value })}\n`)
        else if (all.length === 0) io.err('no variables\n')
        else {
          const header = ['VARIABLE', 'VALUE'].map((title) => paintWith(io.colour)('bold', title))
          io.out(`${alignColumns([header, ...all.map(([name, value]) => [name, plain(value)])]).join('\n')}\n`)
        }
        return EXIT.OK
      }
      const variables = action === 'set' ? { ...before, ...given(words) } : without(before, words)
      const held = watch.fleet.get(device)?.report?.secretsRevision ?? 0
      const revision = Math.max(last?.revision ?? 0, held) + 1
      const secrets: Secrets = { device, secrets: [], ...last, revision, variables }
      encode(KINDS.Secrets, checkSecrets(secrets)) // refused here, and not by the device
      const signed = seal(KINDS.Secrets, secrets, keys)
      if (out !== undefined) await writeAtomic(resolve(io.cwd, out), signed)
      else {
        refuseUncounted(KINDS.Secrets, signed, trust, topic)
        await watch.publish(topic, signed, true)
      }
      if (action === 'set') {
        const report = watch.fleet.get(device)?.report ?? null
        for (const doubt of variableDoubts(device, Object.keys(given(words)), report)) io.err(`note: ${doubt}\n`)
      }
      const facts = { event: 'variables', device, revision, variables: Object.keys(variables).sort() }
      io.out(
        args.has('json')
          ? `${JSON.stringify(facts)}\n`
          : `${device} has ${facts.variables.join(', ') || 'no variables'} (revision ${revision})\n`,
      )
      return EXIT.OK
    } finally {
      await watch.close()
    }
  },
}

/** @throws HF_USAGE */
function given(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const end = word.indexOf('=')
      if (end <= 0) throw usage(`${JSON.stringify(word.slice(0, 64))} is not NAME=VALUE`)
      return [word.slice(0, end), word.slice(end + 1)]
    }),
  )
}

/** @throws HF_DEVICE_UNKNOWN when one is not there */
function without(before: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  for (const name of names)
    if (!Object.hasOwn(before, name)) throw usage('is not one of its variables', name.slice(0, 64))
  return Object.fromEntries(Object.entries(before).filter(([name]) => !names.includes(name)))
}
