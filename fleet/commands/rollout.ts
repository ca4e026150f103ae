/** `holdfast rollout`: pause, resume, widen or revert what a fleet is taking. */
import { WHOLE_SHARE } from '../../protocol/check-rollout.ts'
import { didYouMean } from '../../protocol/closest.ts'
import { KINDS } from '../../protocol/codec.ts'
import { RolloutState } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { seal } from '../../protocol/signature.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { publishedRollout } from '../follow/published.ts'
import { Watch } from '../follow/watch.ts'
import { KEY_FLAGS, loadPrivateKeys, needRole } from '../signing/key-files.ts'
import { peek } from '../signing/sealed.ts'
import { formatShare, parseShare } from '../signing/share.ts'

const STATES = {
  pause: RolloutState.ROLLOUT_STATE_PAUSED,
  resume: RolloutState.ROLLOUT_STATE_GO,
  revert: RolloutState.ROLLOUT_STATE_REVERT,
} as const

/** For scripts. */
const STATE_WORDS = { pause: 'paused', resume: 'go', revert: 'revert' } as const

export const command: CommandBody = {
  usage: 'pause|resume|revert --fleet NAME',
  positionals: [1, 1],
  flags: {
    fleet: { value: 'NAME', help: 'the fleet' },
    share: { value: 'SHARE', help: 'with resume: how much of the fleet may take it; default as it was' },
    json: { help: 'print what was published as JSON' },
    ...KEY_FLAGS,
    ...BROKER_FLAGS,
  },
  details: `Steers the epoch that is published for the fleet; needs only the rollout key.
"revert" sends devices that run the epoch to the fallback that the release key named in its target.`,
  async run(args, io) {
    const word = args.positionals[0]!
    if (!Object.hasOwn(STATES, word))
      throw usage(`${JSON.stringify(word)} is not pause, resume or revert${didYouMean(word, Object.keys(STATES))}`)
    const action = word as keyof typeof STATES
    const given = args.text('share')
    if (given !== undefined && action !== 'resume') throw usage('goes with resume alone', '--share')
    const wanted = given === undefined ? undefined : parseShare(given)
    const fleet = args.required('fleet')
    const topics = fleetTopics(fleet)
    const options = await brokerOptions(args, io)
    const keys = await loadPrivateKeys(args, io)
    needRole(keys, 'rollout')
    const watch = await Watch.open(options, (message) => io.err(`warning: ${message}\n`), [
      topics.target,
      topics.rollout,
    ])
    try {
      const bytes = watch.last(topics.target)
      if (bytes === null)
        throw new HoldfastError('HF_TARGET_INVALID', 'nothing is published there', { place: topics.target })
      const target = peek(KINDS.Target, bytes, keys).message
      if (action === 'revert' && target.fallback === null)
        throw new HoldfastError('HF_TARGET_INVALID', `the target of epoch ${target.epoch} names no fallback`, {
          place: topics.target,
        })
      const last = publishedRollout(watch, topics.rollout, keys)
      const current = last?.epoch === target.epoch ? last : null
      const rollout = {
        fleet,
        epoch: target.epoch,
        revision: (current?.revision ?? 0) + 1,
        state: STATES[action],
        share: wanted ?? current?.share ?? WHOLE_SHARE,
        issuedAtMs: Date.now(),
      }
      await watch.publish(topics.rollout, seal(KINDS.Rollout, rollout, keys), true)
      if (args.has('json'))
        io.out(`${JSON.stringify({ event: 'rollout', action, ...rollout, state: STATE_WORDS[action] })}\n`)
      else
        io.out(
          `${action}: epoch ${rollout.epoch} of ${fleet}, ${formatShare(rollout.share)}, revision ${rollout.revision}\n`,
        )
      return EXIT.OK
    } finally {
      await watch.close()
    }
  },
}
