/** `holdfast rollout`: waves that stop by themselves, and an operator's word over them. */
import { resolve } from 'node:path'
import { didYouMean } from '../../protocol/closest.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { checkName } from '../../protocol/topics.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type Args, usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { type Io, warning } from '../cli/io.ts'
import { paintWith } from '../cli/style.ts'
import { chooses } from '../query/match-query.ts'
import { REGISTRAR_DATA_FLAG, taggedDevices } from '../query/where.ts'
import { CONTROLLER_DATA_FLAG, controllerData } from '../rollout/data-options.ts'
import { followRollout, rolloutFollower } from '../rollout/follow-rollout.ts'
import { knownViews } from '../rollout/known-views.ts'
import { DEFAULT_PLAN, type Plan } from '../rollout/plan.ts'
import { publishByHand } from '../rollout/publish-by-hand.ts'
import { type FindTagged, readPlan } from '../rollout/read-plan.ts'
import { isOver } from '../rollout/record.ts'
import { progressLine, rolloutLines } from '../rollout/rollout-lines.ts'
import { askController, serveController } from '../rollout/serve.ts'
import type { RolloutView } from '../rollout/view.ts'
import { readBytes } from '../signing/files.ts'
import { KEY_FLAGS, loadPrivateKeys, needRole } from '../signing/key-files.ts'
import { formatShare, parseShare } from '../signing/share.ts'

const BY_HAND = ['pause', 'resume', 'abort', 'revert', 'refresh'] as const
type ByHand = (typeof BY_HAND)[number]
const WORDS = ['start', ...BY_HAND, 'status']

/** For scripts. */
const STATE_WORDS = { pause: 'paused', resume: 'go', abort: 'paused', revert: 'revert', refresh: 'as it was' } as const

export const command: CommandBody = {
  usage: 'start|pause|resume|abort|revert|refresh|status --fleet NAME',
  positionals: [1, 1],
  flags: {
    fleet: { value: 'NAME', help: 'the fleet; with status: only this one' },
    plan: { value: 'FILE', help: 'with start: the waves and their gates (docs/rollouts.md); default 5%, 25%, 100%' },
    share: { value: 'SHARE', help: 'with resume by hand: how much of the fleet may take it; default as it was' },
    'fresh-for': {
      value: 'TIME',
      help: 'with refresh: devices that hear nothing newer for so long say so, and take nothing new; 0s: never; default as it was',
    },
    reason: { value: 'TEXT', help: 'why, for the record' },
    'no-wait': { help: 'with start: leave it to the controller that runs, and do not follow' },
    every: { value: 'TIME', help: 'with start, where no controller runs: between two looks; default 1s' },
    ...REGISTRAR_DATA_FLAG,
    json: { help: 'print what was done, and each change, as JSON' },
    ...CONTROLLER_DATA_FLAG,
    ...KEY_FLAGS,
    ...BROKER_FLAGS,
  },
  details: `"start" takes the epoch that is published for the fleet (holdfast deploy … --share 0% --no-wait) through
the waves of a plan, and follows. Where a controller runs on the data it is asked; else this process is the
controller until the rollout has ended: interrupted or killed, the same command goes on where it was.

"status" shows the newest rollout of each fleet; "holdfast history FLEET" all of them.

The others are an operator's word. The controller that runs on the data is asked; where none does, it is published
with the rollout key, and a controller elsewhere obeys. "abort" lets nobody else in; "revert" sends devices that run
the epoch, or nothing, to the fallback that the release key named in its target. "refresh" says the same once more:
news for devices that were promised some (docs/trust.md), for a timer where no controller does it.

Exit codes: 0 done, or the rollout has finished; 1 it was stopped, reverted or aborted, or something was wrong;
2 the command line was not understood; 3 the broker was not reached; 130 interrupted.`,
  async run(args, io) {
    const word = args.positionals[0]!
    if (!WORDS.includes(word))
      throw usage(`${JSON.stringify(word)} is not ${WORDS.slice(0, -1).join(', ')} or status${didYouMean(word, WORDS)}`)
    if (args.text('share') !== undefined && word !== 'resume') throw usage('goes with resume alone', '--share')
    if (args.text('fresh-for') !== undefined && word !== 'refresh')
      throw usage('goes with refresh alone', '--fresh-for')
    if (args.text('plan') !== undefined && word !== 'start') throw usage('goes with start alone', '--plan')
    if (word === 'status') return status(args, io)
    const fleet = checkName('fleet', args.required('fleet'))
    return word === 'start' ? start(fleet, args, io) : byHand(word as ByHand, fleet, args, io)
  },
}

async function byHand(action: ByHand, fleet: string, args: Args, io: Io): Promise<number> {
  const given = args.text('share')
  const share = given === undefined ? undefined : parseShare(given)
  const freshForMs = args.text('fresh-for') === undefined ? undefined : args.duration('fresh-for', 0)
  if (share === undefined && action !== 'refresh') {
    const view = await wish(action, fleet, args, io)
    if (view !== null) {
      if (args.has('json')) io.out(`${JSON.stringify({ event: 'rollout', action, ...view })}\n`)
      else io.out(`${action}: ${progressLine(view)}\n`)
      return EXIT.OK
    }
  }
  const options = await brokerOptions(args, io)
  const keys = await loadPrivateKeys(args, io)
  needRole(keys, 'rollout')
  const warn = warning(io)
  const rollout = await publishByHand(options, keys, { fleet, action, share, freshForMs }, warn)
  const { epoch, revision } = rollout
  if (args.has('json'))
    io.out(`${JSON.stringify({ event: 'rollout', action, ...rollout, state: STATE_WORDS[action] })}\n`)
  else io.out(`${action}: epoch ${epoch} of ${fleet}, ${formatShare(rollout.share)}, revision ${revision}\n`)
  return EXIT.OK
}

/** Null where no controller steers the fleet. */
async function wish(
  action: Exclude<ByHand, 'refresh'>,
  fleet: string,
  args: Args,
  io: Io,
): Promise<RolloutView | null> {
  try {
    const reason = args.text('reason') ?? ''
    return await askController(controllerData(args, io), { do: 'wish', fleet, wish: action, reason })
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'HF_ROLLOUT_UNKNOWN') return null
    throw error
  }
}

async function start(fleet: string, args: Args, io: Io): Promise<number> {
  const plan = await planOf(args, io)
  const data = controllerData(args, io)
  const view = await begun(data, fleet, plan, args.has('no-wait') ? null : io)
  const show = rolloutFollower(args.has('json'), io)
  if (view !== null) {
    if (args.has('no-wait')) {
      show(view)
      return EXIT.OK
    }
    return followRollout({ fleet, look: () => askController(data, { do: 'status' }), show, io })
  }
  if (args.has('no-wait')) throw usage('needs a controller that runs on the data (holdfast controller)', '--no-wait')
  const broker = await brokerOptions(args, io)
  const keys = await loadPrivateKeys(args, io)
  needRole(keys, 'rollout')
  let code: number = EXIT.INTERRUPTED
  await serveController({
    data,
    broker,
    keys,
    everyMs: Math.max(50, args.duration('every', 1000)),
    log: (event, facts) => {
      if (event === 'fault' || event === 'standby' || event === 'replaced')
        io.err(`${event}: ${JSON.stringify(facts)}\n`)
    },
    signal: io.signal,
    async meanwhile(controller) {
      const under = controller.views().findLast((each) => each.fleet === fleet)
      const goesOn = under !== undefined && !isOver(under.phase) && controller.steers(fleet)
      if (goesOn) io.err(GOES_ON)
      else await controller.start(fleet, plan)
      code = await followRollout({ fleet, look: async () => controller.views(), show, io })
    },
  })
  return code
}

const GOES_ON = 'note: follows the rollout that is under way; its plan stays\n'

/** @param follower null: one that is under way already is a fault @returns null where no controller runs */
async function begun(data: string, fleet: string, plan: Plan, follower: Io | null): Promise<RolloutView | null> {
  try {
    return await askController(data, { do: 'start', fleet, plan })
  } catch (error) {
    if (follower === null || !(error instanceof HoldfastError) || error.code !== 'HF_ROLLOUT_STATE') throw error
    const under = (await askController(data, { do: 'status' }))?.findLast((each) => each.fleet === fleet)
    if (under === undefined || isOver(under.phase) || under.isElsewhere || under.isUnpublished) throw error
    follower.err(GOES_ON)
    return under
  }
}

async function planOf(args: Args, io: Io): Promise<Plan> {
  const file = args.text('plan')
  if (file === undefined) return DEFAULT_PLAN
  const text = (await readBytes(resolve(io.cwd, file))).toString('utf8')
  // The registrar is asked only when a plan asks for tags.
  const devices = /\b(tags|where)\b/.test(text) ? await taggedDevices(args, io) : []
  const members = devices.filter((device) => device.fleet === args.text('fleet'))
  const find: FindTagged = (query) => members.filter((device) => chooses([query], device)).map(({ name }) => name)
  return readPlan(text, file, find)
}

async function status(args: Args, io: Io): Promise<number> {
  const data = controllerData(args, io)
  const fleet = args.text('fleet')
  const views = (await knownViews(data)).filter((view) => fleet === undefined || view.fleet === fleet)
  const newest = new Map(views.map((view) => [view.fleet, view]))
  const shown = views.filter((view) => newest.get(view.fleet) === view)
  if (args.has('json')) io.out(shown.map((view) => `${JSON.stringify({ event: 'rollout', ...view })}\n`).join(''))
  else if (shown.length === 0) io.out('no rollouts\n')
  else
    io.out(
      `${shown.flatMap((view) => [...rolloutLines(view, paintWith(io.colour)), ...beforeIt(view, views)]).join('\n')}\n`,
    )
  return EXIT.OK
}

function beforeIt({ fleet }: RolloutView, views: readonly RolloutView[]): string[] {
  const count = views.filter((view) => view.fleet === fleet).length - 1
  return count === 0 ? [] : [`  ${count} before it: holdfast history ${fleet}`]
}
